import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '@edgecart/kafka-broker';
import { oneOf } from '../../load/random.ts';
import type { KafkaFault } from '../fault.ts';

/** Each takes one broker away and brings it back. */
const departures: { name: string; away: (broker: Broker) => Promise<void>; back: (broker: Broker) => Promise<void> }[] =
  [
    { name: 'killed', away: (broker) => broker.kill(), back: (broker) => broker.restart() },
    {
      name: 'hung',
      away: (broker) => broker.stop(),
      back: async (broker) => {
        broker.continue();
      },
    },
    { name: 'stopped', away: (broker) => broker.terminate(), back: (broker) => broker.restart() },
  ];

/** One of three brokers is killed, hangs or is stopped, any of them: two are enough to go on. */
export const oneOfThree: KafkaFault = {
  name: 'one of three brokers killed, hung, restarted',
  brokers: 3,
  long: true,
  async run({ load, kafka, random, short }) {
    const rounds = short ? 1 : 2;
    for (let round = 0; round < rounds; round += 1) {
      for (const { away, back } of short ? departures.slice(0, 1) : departures) {
        const broker = oneOf(random, kafka.cluster.brokers);
        await load.progress(1_000);
        await away(broker);
        await load.progress(2_000);
        await sleep(random() * 8_000);
        await back(broker);
        await kafka.cluster.waitForBrokers();
        await load.progress(1_000);
      }
    }
    return rounds * (short ? 1 : departures.length);
  },
};

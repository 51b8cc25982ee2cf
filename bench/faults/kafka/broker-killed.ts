import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaFault } from '../fault.ts';

/** The broker crashes and comes back, while the collector drains; it goes on taking records. */
export const brokerKilled: KafkaFault = {
  name: 'kill -9 of the broker',
  brokers: 1,
  async run({ load, kafka, random, short }) {
    const rounds = short ? 1 : 4;
    for (let round = 0; round < rounds; round += 1) {
      await load.progress(1_000);
      await sleep(random() * 1_000);
      await kafka.broker.kill();
      await load.progress(2_000);
      await kafka.broker.restart();
      await load.progress(1_000);
    }
    return rounds;
  },
};

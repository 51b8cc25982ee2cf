import type { KafkaFault } from '../fault.ts';

/** The collector is killed and started while Kafka is down or hangs: it must serve all the same, and drain later. */
export const brokerAwayAtStart: KafkaFault = {
  name: 'start of the collector while Kafka is away',
  brokers: 1,
  long: true,
  async run({ collector, load, kafka, short }) {
    const rounds = short ? 1 : 2;
    for (let round = 0; round < rounds; round += 1) {
      await load.progress(500);
      await kafka.broker.kill();
      await collector.kill();
      collector.start();
      await load.progress(1_000);
      await kafka.broker.restart();
      await load.progress(500);
      await kafka.broker.stop();
      await collector.kill();
      collector.start();
      await load.progress(1_000);
      await collector.stop();
      collector.start();
      await load.progress(500);
      kafka.broker.continue();
      await load.progress(500);
    }
    return rounds * 2;
  },
};

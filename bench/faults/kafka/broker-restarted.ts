import type { KafkaFault } from '../fault.ts';

/** The broker is stopped as an operator does it, and started again. */
export const brokerRestarted: KafkaFault = {
  name: 'restart of the broker',
  brokers: 1,
  long: true,
  async run({ load, kafka, short }) {
    const rounds = short ? 1 : 2;
    for (let round = 0; round < rounds; round += 1) {
      await load.progress(1_000);
      await kafka.broker.terminate();
      await load.progress(1_000);
      await kafka.broker.restart();
      await load.progress(1_000);
    }
    return rounds;
  },
};

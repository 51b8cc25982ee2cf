import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaFault } from '../fault.ts';

/** The broker's process is stopped: connections stay open and nothing answers, once for longer than clients wait. */
export const brokerHung: KafkaFault = {
  name: 'hung broker (stopped and continued)',
  brokers: 1,
  async run({ load, kafka, random, short }) {
    const waitsMs = short ? [2_000] : [500, 2_000 + random() * 5_000, 20_000, 70_000];
    for (const waitMs of waitsMs) {
      await load.progress(1_000);
      await kafka.broker.stop();
      await sleep(waitMs);
      await load.progress(1_000);
      kafka.broker.continue();
      await load.progress(1_000);
    }
    return waitsMs.length;
  },
};

import { setTimeout as sleep } from 'node:timers/promises';
import { between } from '../load/random.ts';
import type { Fault } from './fault.ts';

/** `kill -9` at random moments: mostly under load, sometimes while it starts and mends its log. */
export const kill: Fault = {
  name: 'kill -9 of the collector',
  async run({ collector, load, random, short, say }) {
    const rounds = short ? 10 : 200;
    for (let round = 0; round < rounds; round += 1) {
      if (random() < 0.15) {
        await sleep(random() * 700);
      } else {
        await load.progress(between(random, 1, 1_000));
        await sleep(random() * 20);
      }
      await collector.kill();
      collector.start();
      if ((round + 1) % 50 === 0) say(`... ${round + 1} times`);
    }
    await load.progress();
    return 0;
  },
};

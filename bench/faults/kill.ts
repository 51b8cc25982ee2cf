import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/** The longest that it is let live before the next kill, from its start or from when it listens. */
const startingMs = 700;
const servingMs = 800;

/** `kill -9` at random moments: mostly under load, sometimes while it starts and mends its log. */
export const kill: Fault = {
  name: 'kill -9 of the collector',
  async run({ collector, load, random, short, say }) {
    const rounds = short ? 10 : 200;
    for (let round = 1; round <= rounds; round += 1) {
      const atStart = random() < 0.15;
      if (!atStart) await collector.listening();
      await sleep(random() * (atStart ? startingMs : servingMs));
      if (round % 10 === 0) await load.progress();
      await collector.kill();
      collector.start();
      if (round % 50 === 0) say(`... ${round} times`);
    }
    await load.progress();
    return 0;
  },
};

import { temporaryFolder } from '../load/temporary-folder.ts';
import { type Clock, makeClock } from './clock.ts';
import type { Fault } from './fault.ts';

const hourS = 3_600;
const dayS = 24 * hourS;

/** Within what the collector believes (26 hours ahead, 8 days back), and far beyond: then it refuses, and says so. */
const jumps = [hourS, -hourS, 20 * hourS, -20 * hourS, 0, 300 * dayS, 0, -300 * dayS, 0, 30, -30, 5 * dayS, 0];

/** The wall clock of the collector jumps forth and back while it runs, and across restarts. */
export function clockJumps(): Fault {
  let clock: Clock | undefined;
  return {
    name: 'clock jumps',
    async prepare() {
      const folder = await temporaryFolder('clock');
      clock = await makeClock(folder.path);
      return { settings: clock.settings, undo: folder.remove };
    },
    async run({ collector, load, short }) {
      const rounds = short ? 1 : 4;
      let done = 0;
      for (let round = 0; round < rounds; round += 1) {
        for (const [index, offsetS] of jumps.entries()) {
          await clock?.set(offsetS);
          done += 1;
          // Beyond what it believes nothing is acknowledged, but everything is answered.
          await load.answers(100);
          if (index % 5 === 4) {
            await collector.kill();
            collector.start();
            await load.answers(100);
          }
        }
        await clock?.set(0);
        await load.progress();
      }
      return done;
    },
  };
}

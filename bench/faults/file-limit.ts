import type { Fault } from './fault.ts';
import { untilUnready } from './readiness.ts';

/** No file may grow beyond a size (RLIMIT_FSIZE): the segment ends in the middle of a write, again and again. */
export const fileLimit: Fault = {
  name: 'no file may grow any more (RLIMIT_FSIZE)',
  // Never sealed before it meets the limit.
  flags: { 'segment-bytes': 4 * 1_024 * 1_024, 'seal-age-ms': 600_000, 'max-seal-age-ms': 600_000 },
  async prepare() {
    return { settings: { fileKib: 128 }, undo: async () => {} };
  },
  async run({ collector, load, short }) {
    const rounds = short ? 1 : 4;
    for (let round = 0; round < rounds; round += 1) {
      await untilUnready(collector);
      // It goes on by itself, in a new segment.
      await load.progress();
    }
    await collector.kill();
    // What is left is sealed now, and so can be drained.
    const { flags } = collector.setup;
    collector.start({ settings: {}, flags: { ...flags, 'seal-age-ms': 500, 'max-seal-age-ms': 1_000 } });
    await load.progress();
    return rounds;
  },
};

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './fault.ts';
import { mayMount, mountSmallDisk, unmount } from './mounts.ts';
import { untilReady, untilUnready } from './readiness.ts';

const diskKib = 24 * 1_024;

/** The disk fills up to the last byte, with something else's data, then there is room again; also across a kill. */
export const diskFull: Fault = {
  name: 'disk full (a small tmpfs)',
  unavailable: () => (mayMount() ? undefined : 'only root may mount a small disk'),
  async prepare(data) {
    mountSmallDisk(data, diskKib);
    return { undo: async () => unmount(data) };
  },
  async run({ collector, load, random, short }) {
    const rounds = short ? 2 : 5;
    for (let round = 0; round < rounds; round += 1) {
      await load.progress();
      const ballast = join(collector.setup.data, 'ballast');
      await writeFile(ballast, Buffer.alloc(diskKib * 1_024)).catch(() => {});
      await untilUnready(collector);
      if (random() < 0.5) {
        await collector.kill();
        await rm(ballast);
        collector.start();
      } else {
        await rm(ballast);
      }
      await untilReady(collector);
      await load.progress();
    }
    return rounds;
  },
};

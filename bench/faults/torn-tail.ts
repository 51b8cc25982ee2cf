import { randomBytes } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { between } from '../load/random.ts';
import type { Fault } from './fault.ts';
import { newestSegments } from './newest-segment.ts';

/** A frame as docs/segment-log.md describes it. */
function frame(payload: string): Buffer {
  const bytes = Buffer.from(payload);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(bytes.length, 0);
  head.writeUInt32LE(crc32(bytes), 4);
  return Buffer.concat([head, bytes]);
}

/** What a crash may leave behind the last frame: a part of one, the zeros of a longer file, or anything. */
function tail(random: () => number): Buffer {
  const whole = frame(JSON.stringify({ torn: randomBytes(between(random, 1, 200)).toString('hex') }));
  const tails = [
    () => whole.subarray(0, between(random, 1, whole.length - 1)),
    () => Buffer.alloc(between(random, 1, 10_000)),
    () => randomBytes(between(random, 1, 5_000)),
    () => Buffer.concat([whole.subarray(0, -1), Buffer.from([(whole.at(-1) ?? 0) ^ 1])]),
  ];
  return tails[Math.floor(random() * tails.length)]?.() ?? whole.subarray(0, 3);
}

/** Between `kill -9` and the next start, the newest segment gets a tail that is no frame. */
export const tornTail: Fault = {
  name: 'torn tail of the newest segment',
  async run({ collector, load, random, short }) {
    const rounds = short ? 4 : 25;
    for (let round = 0; round < rounds; round += 1) {
      await load.progress(between(random, 50, 500));
      await collector.kill();
      for (const path of await newestSegments(collector.setup.data)) await appendFile(path, tail(random));
      collector.start();
      await load.progress();
    }
    return rounds;
  },
};

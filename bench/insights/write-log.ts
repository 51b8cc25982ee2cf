import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { BenchStream } from './engine-runner.ts';

/** As large as the collector makes them. */
const segmentBytes = 64 * 1024 * 1024;
const writeBytes = 1024 * 1024;

/** Writes a stream as sealed segments of the collector's log (docs/segment-log.md); returns the bytes of all together. */
export function writeLog(root: string, stream: BenchStream): number {
  const folder = join(root, 'default', 'records-0');
  mkdirSync(folder, { recursive: true });
  let number = 0;
  let file: number | undefined;
  let size = 0;
  let total = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const flush = () => {
    if (file !== undefined) writeSync(file, Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  };
  const add = (bytes: Buffer) => {
    pending.push(bytes);
    pendingBytes += bytes.length;
    size += bytes.length;
    total += bytes.length;
    if (pendingBytes >= writeBytes) flush();
  };
  const close = () => {
    flush();
    if (file !== undefined) closeSync(file);
  };
  for (const { value } of stream.payloads()) {
    if (file === undefined || size >= segmentBytes) {
      close();
      number += 1;
      size = 0;
      file = openSync(join(folder, `${String(number).padStart(20, '0')}.log`), 'w');
      add(Buffer.from('EDGECRT1', 'latin1'));
    }
    const header = Buffer.alloc(8);
    header.writeUInt32LE(value.length);
    header.writeUInt32LE(crc32(value), 4);
    add(Buffer.concat([header, value]));
  }
  close();
  return total;
}

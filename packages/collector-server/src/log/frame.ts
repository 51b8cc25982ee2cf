import { crc32 } from 'node:zlib';

/** The first 8 bytes of each segment. The format is described in docs/segment-log.md. */
export const magic: Uint8Array = Buffer.from('EDGECRT1', 'latin1');

/** The longest payload that a frame may hold, in bytes. */
export const maxPayloadBytes = 65_536;

/** Bytes before each payload: its length and its CRC-32. */
export const frameHeaderBytes = 8;

/** Frames of these payloads, one after another. Throws a `RangeError` for an empty or too long payload. */
export function encodeFrames(payloads: readonly string[]): Buffer {
  const lengths = payloads.map((payload) => Buffer.byteLength(payload));
  const total = lengths.reduce((sum, length) => sum + frameHeaderBytes + length, 0);
  const frames = Buffer.allocUnsafe(total);
  let offset = 0;
  for (const [index, payload] of payloads.entries()) {
    const length = lengths[index] ?? 0;
    if (length === 0 || length > maxPayloadBytes) {
      throw new RangeError(`a frame holds 1 to ${maxPayloadBytes} bytes, not ${length}`);
    }
    const start = offset + frameHeaderBytes;
    frames.write(payload, start);
    frames.writeUInt32LE(length, offset);
    frames.writeUInt32LE(crc32(frames.subarray(start, start + length)), offset + 4);
    offset = start + length;
  }
  return frames;
}

const slabBytes = 1_048_576;
let slab = Buffer.alloc(0);
let slabUsed = 0;

/** Memory for the frames of one request, cut from a large piece: asking the system for each costs more than filling it. */
function roomFor(bytes: number): Buffer {
  if (bytes > slabBytes / 4) return Buffer.allocUnsafeSlow(bytes);
  if (slabUsed + bytes > slab.length) {
    slab = Buffer.allocUnsafeSlow(slabBytes);
    slabUsed = 0;
  }
  slabUsed += bytes;
  return slab.subarray(slabUsed - bytes, slabUsed);
}

/** Frames of parts of a body, each from a start to an end in bytes, one after another; the parts are not empty. */
export function frameSlices(body: Buffer, slices: readonly (readonly [start: number, end: number])[]): Buffer {
  let total = 0;
  for (const [start, end] of slices) total += frameHeaderBytes + end - start;
  const frames = roomFor(total);
  let offset = 0;
  for (const [start, end] of slices) {
    const payload = body.subarray(start, end);
    frames.writeUInt32LE(payload.length, offset);
    frames.writeUInt32LE(crc32(payload), offset + 4);
    frames.set(payload, offset + frameHeaderBytes);
    offset += frameHeaderBytes + payload.length;
  }
  return frames;
}

/** What stands at an offset: a whole frame, the beginning of one, or something else. */
export type FrameStep =
  | { kind: 'frame'; payload: Buffer; next: number }
  | { kind: 'incomplete' }
  | { kind: 'bad'; reason: 'length' | 'checksum' };

/** Reads the frame at `offset`. `incomplete` also when nothing is left; the payload shares the memory of `bytes`. */
export function nextFrame(bytes: Buffer, offset: number): FrameStep {
  if (offset + 4 > bytes.length) return { kind: 'incomplete' };
  const length = bytes.readUInt32LE(offset);
  if (length === 0 || length > maxPayloadBytes) return { kind: 'bad', reason: 'length' };
  const start = offset + frameHeaderBytes;
  if (start + length > bytes.length) return { kind: 'incomplete' };
  const payload = bytes.subarray(start, start + length);
  if (crc32(payload) !== bytes.readUInt32LE(offset + 4)) return { kind: 'bad', reason: 'checksum' };
  return { kind: 'frame', payload, next: start + length };
}

/** Tells where each whole frame begins, from `offset` on; returns where the first thing stands that is none. */
export function walkFrames(bytes: Buffer, offset: number, tell: (start: number) => void): number {
  for (let at = offset; ; ) {
    const step = nextFrame(bytes, at);
    if (step.kind !== 'frame') return at;
    tell(at);
    at = step.next;
  }
}

/** Whether any whole frame begins at or after `offset`: then what stands before it is damage, not a torn tail. */
export function holdsFrame(bytes: Buffer, offset: number): boolean {
  for (let at = offset; at + frameHeaderBytes < bytes.length; at += 1) {
    if (nextFrame(bytes, at).kind === 'frame') return true;
  }
  return false;
}

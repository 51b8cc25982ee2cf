/** What the bytes of one answer say so far. `unreadable`: not an answer that this reader understands. */
export type AnswerStep =
  | { kind: 'incomplete' }
  | { kind: 'answer'; status: number; bytes: number }
  | { kind: 'unreadable' };

const incomplete: AnswerStep = { kind: 'incomplete' };
const unreadable: AnswerStep = { kind: 'unreadable' };
const headEnd = Buffer.from('\r\n\r\n');
const lengthName = Buffer.from('content-length:');
const lineFeed = 10;

/**
 * Reads the status and the length of an HTTP/1.1 answer that begins at the first of `length` bytes. Only answers with a
 * `Content-Length` are understood: all servers of this bench send one.
 */
export function readAnswer(bytes: Buffer, length: number): AnswerStep {
  const end = bytes.indexOf(headEnd);
  if (end < 0 || end + headEnd.length > length) return incomplete;
  const status = number(bytes, 9, 12);
  const bodyBytes = contentLength(bytes, end);
  if (!(status >= 100 && status <= 599) || bodyBytes === undefined) return unreadable;
  const total = end + headEnd.length + bodyBytes;
  return total <= length ? { kind: 'answer', status, bytes: total } : incomplete;
}

function contentLength(bytes: Buffer, end: number): number | undefined {
  for (let at = bytes.indexOf(lineFeed) + 1; at > 0 && at < end; at = bytes.indexOf(lineFeed, at) + 1) {
    if (!startsWithLengthName(bytes, at)) continue;
    let digit = at + lengthName.length;
    while (bytes[digit] === 32) digit += 1;
    return number(bytes, digit, end);
  }
  return undefined;
}

function startsWithLengthName(bytes: Buffer, at: number): boolean {
  for (let index = 0; index < lengthName.length; index += 1) {
    // Bit 32 makes letters small and leaves `-` and `:` as they are.
    if (((bytes[at + index] ?? 0) | 32) !== lengthName[index]) return false;
  }
  return true;
}

/** The decimal number from `from` on, up to `to` or the first byte that is no digit. */
function number(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}

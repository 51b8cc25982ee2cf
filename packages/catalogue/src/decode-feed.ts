import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CatalogueError } from './catalogue-error.ts';

/** A feed as text, and its beginning, by which it is told what it is. */
export interface FeedText {
  start: string;
  text: AsyncIterable<string>;
}

/** So much is looked at. */
const startBytes = 65_536;

/** Text of a feed's bytes: unzipped when they are gzip, in the encoding that a mark or the XML declaration names, else UTF-8. */
export async function decodeFeed(bytes: AsyncIterable<Uint8Array>): Promise<FeedText> {
  const [first, all] = await peek(bytes);
  if (first[0] === 0x1f && first[1] === 0x8b)
    return decodeFeed(Readable.from(all).pipe(createGunzip()) as AsyncIterable<Uint8Array>);
  const label = encodingOf(first);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    throw new CatalogueError(`The feed names the encoding ${label}, which is not known; save it as UTF-8.`);
  }
  async function* text(): AsyncGenerator<string> {
    for await (const piece of all) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  }
  return { start: new TextDecoder(label).decode(first), text: text() };
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    Buffer.from(start.subarray(0, 200)).toString('latin1'),
  );
  return declared?.[1] ?? 'utf-8';
}

/** The first bytes, and all bytes with these before the rest. */
async function peek(bytes: AsyncIterable<Uint8Array>): Promise<[Uint8Array, AsyncIterable<Uint8Array>]> {
  const iterator = bytes[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size < startBytes && !ended) {
    const { done, value } = await iterator.next();
    if (done) ended = true;
    else {
      taken.push(value);
      size += value.length;
    }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* taken.splice(0);
    if (ended) return;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return [Buffer.concat(taken), all()];
}

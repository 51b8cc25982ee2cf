import type { Found } from './product.ts';
import { createNotes } from './report.ts';

/** A text in pieces of a given size, as a network might cut it. */
export async function* inPieces(text: string, size = 1 << 16): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** Everything that a reader finds, and its notes. */
export async function gathered(read: (notes: ReturnType<typeof createNotes>) => AsyncIterable<Found>) {
  const notes = createNotes();
  const found = await Array.fromAsync(read(notes));
  return {
    found,
    products: found.map(({ product }) => product),
    dropped: notes.dropped(),
    mended: notes.mended(),
  };
}

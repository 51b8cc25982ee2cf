/** What a byte stands for that holds two values of 4 bits, the first one in its lower half: [256, 2]. */
const nibbles = Int8Array.from({ length: 512 }, (_, at) => (at & 1 ? at >> 5 : (at >> 1) & 15) - 8);

/**
 * Writes item vectors that lie coded in the file (docs/model-format.md) to `values`, [N, d]; answers with `values`. `codes`:
 * [N, d / w]. `book`: [parts, 256, w], what each code stands for: two values of 4 bits if not given. A code that is not in
 * the first part of its row is looked up in the next one, where there are several.
 */
export function unpackRows(codes: Uint8Array, values: Int8Array, book = nibbles, parts = 1): Int8Array {
  const width = book.length / 256 / parts;
  let to = 0;
  for (let at = 0; at < codes.length; at++) {
    const from = ((at % parts) * 256 + (codes[at] as number)) * width;
    for (let k = 0; k < width; k++) values[to++] = book[from + k] as number;
  }
  return values;
}

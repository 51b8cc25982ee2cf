/** What a byte stands for that holds two values of 4 bits, the first one in its lower half. */
const nibbles = Int8Array.from({ length: 512 }, (_, at) => (at & 1 ? at >> 5 : (at >> 1) & 15) - 8);

/**
 * Writes item vectors that lie coded in the file (docs/model-format.md) to `values`, [N, d], which begin at an even address,
 * and answers with them. `codes`: [N, d / w] with even w; `book`: [d / w, 256, w], or [256, w] for all parts of a vector
 * alike: two values of 4 bits, if it is not given.
 */
export function unpackRows(codes: Uint8Array, values: Int8Array, book = nibbles): Int8Array {
  // Two values at a time, and the same two of all rows after one another: a loop that engines make fast.
  const from = new Uint16Array(book.slice().buffer);
  const to = new Uint16Array(values.buffer, values.byteOffset, values.length / 2);
  const width = to.length / codes.length;
  const parts = from.length / width / 256;
  for (let pair = 0; pair < parts * width; pair++) {
    const part = Math.floor(pair / width);
    const known = from.subarray(part * 256 * width + (pair % width));
    for (let at = part, out = pair; at < codes.length; at += parts, out += parts * width)
      to[out] = known[(codes[at] as number) * width] as number;
  }
  return values;
}

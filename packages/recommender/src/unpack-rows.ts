/** The two values of each byte, the first one in the lower half of both. */
const pairs = Uint16Array.from(
  { length: 256 },
  (_, byte) => (((byte & 15) - 8) & 255) | ((((byte >> 4) - 8) & 255) << 8),
);

/**
 * Writes values of 4 bits, two in each byte of `packed` (docs/model-format.md), as bytes to `values`, which begin at an
 * even address; answers with `values`.
 */
export function unpackRows(packed: Uint8Array, values: Int8Array): Int8Array {
  const out = new Uint16Array(values.buffer, values.byteOffset, packed.length);
  for (let at = 0; at < packed.length; at++) out[at] = pairs[packed[at] as number] as number;
  return values;
}

/** The value of a hexadecimal digit by its character code; ids hold nothing else. */
const digits = new Uint8Array(128);
for (let value = 0; value < 16; value += 1) digits[value.toString(16).charCodeAt(0)] = value;

/** The 32 bits that the eight digits of an id from `from` on name. */
function idBits(id: string, from: number): number {
  let bits = 0;
  for (let at = from; at < from + 8; at += 1) bits = (bits << 4) | (digits[id.charCodeAt(at)] ?? 0);
  return bits >>> 0;
}

/** Half of the 64 bits that stand for an id, with all that is in it: ids of one's own making may differ in few digits. */
export const lowBits = (id: string): number => mixed(idBits(id, 0), idBits(id, 16));
/** The other half. */
export const highBits = (id: string): number => mixed(idBits(id, 8), idBits(id, 24));

/** One half, of two quarters. */
export const mixed = (quarter: number, other: number): number => (quarter ^ Math.imul(other, 0x2545f491)) >>> 0;

/** 32 bits of a text (FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/). */
export function textBits(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  return bits >>> 0;
}

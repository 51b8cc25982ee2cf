/** Ids of 32 lower-case hexadecimal digits as numbers: four words of 32 bits for each, one after another. */
export type IdWords = Int32Array;

const digits = 32;
const wordsPerId = 4;
/** The value of a digit by its code. */
const digitValues = new Uint8Array(256);
for (let value = 0; value < 16; value += 1) digitValues['0123456789abcdef'.charCodeAt(value)] = value;

/** The ids that stand in a body at these places, in bytes. */
export function idWordsAt(body: Uint8Array, places: readonly number[]): IdWords {
  const words = new Int32Array(places.length * wordsPerId);
  let word = 0;
  for (const place of places) {
    for (let at = place; at < place + digits; at += 8) {
      let value = 0;
      for (let digit = at; digit < at + 8; digit += 1) value = (value << 4) | (digitValues[body[digit] ?? 0] ?? 0);
      words[word] = value;
      word += 1;
    }
  }
  return words;
}

/** The same for ids in texts. */
export function idWordsOf(ids: readonly string[]): IdWords {
  const places = ids.map((_, index) => index * digits);
  return idWordsAt(Buffer.from(ids.map((id) => id.slice(0, digits).padEnd(digits, '0')).join(''), 'latin1'), places);
}

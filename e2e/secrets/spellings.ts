/**
 * The ways in which a text can stand in bytes: as it is, percent-encoded, in base64 (wherever in a longer text it
 * begins), UTF-16, hexadecimal, and as JSON escapes.
 */
export function spellings(secret: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const add = (name: string, bytes: Buffer | string) => found.set(name, Buffer.from(bytes));
  for (const [as, text] of [
    ['', secret],
    [' in small letters', secret.toLowerCase()],
  ] as const) {
    const utf8 = Buffer.from(text);
    const utf16 = Buffer.from(text, 'utf16le');
    add(`plain${as}`, utf8);
    add(`percent${as}`, encodeURIComponent(text));
    add(`form${as}`, new URLSearchParams({ '': text }).toString().slice(1));
    add(`hexadecimal${as}`, utf8.toString('hex'));
    add(`HEXADECIMAL${as}`, utf8.toString('hex').toUpperCase());
    add(`UTF-16LE${as}`, utf16);
    add(`UTF-16BE${as}`, Buffer.from(utf16).swap16());
    add(`JSON escapes${as}`, [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
    for (const before of [0, 1, 2]) {
      add(`base64${as}, ${before} bytes in`, base64Within(utf8, before));
      add(`base64url${as}, ${before} bytes in`, toUrl(base64Within(utf8, before)));
    }
  }
  return found;
}

/** The characters that stand for these bytes alone when `before` bytes precede them and anything follows. */
function base64Within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}

const toUrl = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');

/** Which spellings of a secret stand in the bytes. */
export function findSecret(secret: string, bytes: Buffer): string[] {
  return [...spellings(secret)].filter(([, spelling]) => bytes.includes(spelling)).map(([name]) => name);
}

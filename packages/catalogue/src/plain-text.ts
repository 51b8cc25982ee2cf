const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const longest = 500;

/**
 * A value as a text for people: without markup, control characters and doubled spaces, entities read once more (feeds often
 * escape twice), at most 500 characters. `undefined` when nothing is left.
 */
export function plainText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,5});/gi, (whole, name: string) => character(name) ?? whole)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim();
  return text === '' ? undefined : owned(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
}

function character(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()];
  const hexadecimal = name[1] === 'x' || name[1] === 'X';
  const code = Number.parseInt(name.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  return code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : undefined;
}

/** A copy: a piece cut out of a feed would keep the whole of the feed in memory. */
const owned = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** An id: a text, kept as it is but for spaces around it. */
export function idText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : owned(text);
}

/** An address that a page may link to: of the web, or within the shop. */
export function addressText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim().replaceAll('&amp;', '&') : '';
  const fits = text !== '' && text.length <= 2_000 && (/^https?:\/\//i.test(text) || /^\/(?!\/)/.test(text));
  return fits ? owned(text) : undefined;
}

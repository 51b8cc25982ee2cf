/** What a page says may be of any shape: these read it without trusting it. */

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object to read fields of; empty when it is none. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One or many, as a list. */
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** A text that says something; numbers are texts, too, as ids often are. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** A number, also when it is written as a text with a point: `12.50`. A comma or a currency sign is not guessed at. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = textOf(value);
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** A value, short enough for a message. */
export function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 60);
  } catch {
    return 'what cannot be printed';
  }
}

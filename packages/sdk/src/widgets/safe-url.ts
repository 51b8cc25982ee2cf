/** A link or picture from the catalogue, if it leads to the web: never `javascript:` and the like. */
export function safeUrl(text: string | undefined, base: string): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

/** Fills `{item_id}` of a template such as `/product?id={item_id}`. */
export const fillUrl = (template: string, itemId: string): string =>
  template.replaceAll('{item_id}', () => encodeURIComponent(itemId));

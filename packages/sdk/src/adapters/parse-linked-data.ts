/** The longest document that is read; a page's own description of its products is far shorter. */
const longest = 2_000_000;

/**
 * The value of a JSON-LD script's text. Many shops write it by a template that forgets to escape: control characters
 * within texts, a comment or CDATA around all, a comma or semicolon behind. That much is mended; else `undefined`, and told.
 */
export function parseLinkedData(text: string, where: string, tell: (where: string, reason: string) => void): unknown {
  if (text.length > longest) {
    tell(where, `has ${text.length} characters; more than ${longest} are not read`);
    return undefined;
  }
  const bare = text.trim().replace(/^(\/\/)?\s*(<!--|<!\[CDATA\[)|(\/\/)?\s*(-->|\]\]>)$/g, '');
  let reason: unknown;
  for (const attempt of [bare, withoutControls(bare).replace(/[;,]\s*$/, '')]) {
    try {
      return JSON.parse(attempt);
    } catch (error) {
      reason = error;
    }
  }
  tell(where, `is not JSON: ${reason}`);
  return undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const withoutControls = (text: string): string => text.replace(/[\u0000-\u001f]+/g, ' ');

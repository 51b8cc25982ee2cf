/** One object of a JSON document, as text, with the line that it begins in. */
export interface ObjectText {
  line: number;
  text: string;
}

/** An object longer than this is no product. */
const longest = 5_000_000;

/**
 * Cuts a JSON document into its records without holding more than one of them: the objects of the outermost array (`[…]`, or
 * `{ "products": […] }`), or the lines of a document with one object a line. A text that is not closed where its line ends is told by
 * `onBroken`; what follows is looked at from the next line that begins with an object.
 */
export async function* splitObjects(
  text: AsyncIterable<string>,
  byLine: boolean,
  onBroken: (line: number, reason: string) => void,
): AsyncGenerator<ObjectText> {
  let line = 1;
  let depth = 0;
  /** Depth of the records: within the outermost array. */
  let recordDepth = byLine ? 0 : -1;
  let parts: string[] | undefined;
  let length = 0;
  let startLine = 0;
  let inText = false;
  let escaped = false;
  /** After a broken record, until a line begins with an object. */
  let lost = false;
  let lineStart = true;

  for await (const piece of text) {
    let from = 0;
    const found: ObjectText[] = [];
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code === 10) {
        line++;
        if (parts !== undefined && (inText || byLine)) {
          onBroken(startLine, inText ? 'a text is not closed: a quote is missing' : 'the object is not closed');
          parts = undefined;
          depth = recordDepth;
          lost = true;
        }
        inText = false;
        escaped = false;
        lineStart = true;
        continue;
      }
      if (lost) {
        if (lineStart && code === 123) lost = false;
        else {
          if (code !== 32 && code !== 9 && code !== 13 && code !== 44) lineStart = false;
          continue;
        }
      }
      if (inText) {
        if (escaped) escaped = false;
        else if (code === 92) escaped = true;
        else if (code === 34) inText = false;
        continue;
      }
      if (code === 34) inText = true;
      else if (code === 123 || code === 91) {
        if (recordDepth < 0 && code === 91) recordDepth = depth + 1;
        else if (code === 123 && depth === recordDepth && parts === undefined) {
          parts = [];
          length = 0;
          startLine = line;
          from = at;
        }
        depth++;
      } else if (code === 125 || code === 93) {
        depth--;
        if (parts !== undefined && depth === recordDepth) {
          parts.push(piece.slice(from, at + 1));
          found.push({ line: startLine, text: parts.join('') });
          parts = undefined;
        }
      }
    }
    if (parts !== undefined) {
      parts.push(piece.slice(from));
      length += piece.length - from;
      if (length > longest) {
        onBroken(startLine, 'the object is far too long for a product');
        parts = undefined;
        lost = true;
        depth = recordDepth;
      }
    }
    yield* found;
  }
  if (parts !== undefined) onBroken(startLine, 'the feed ends within the object: it was cut off');
}

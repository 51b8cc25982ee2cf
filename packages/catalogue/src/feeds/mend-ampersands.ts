/** What an ampersand may begin: `&amp;`, `&#38;`, `&#x26;`. */
const entity = /^&(?:#\d{1,7}|#x[0-9a-f]{1,6}|\w{2,31});/i;
const longestEntity = 34;

/**
 * Escapes the ampersands of an XML text that begin no entity, the commonest mistake in feeds by far: a parser would look for the
 * end of the entity all through the rest. Within CDATA they are allowed, and left alone.
 */
export async function* mendAmpersands(
  text: AsyncIterable<string>,
  onStray: (line: number) => void,
): AsyncGenerator<string> {
  let rest = '';
  let within = false;
  let line = 1;

  function mend(all: string, last: boolean): string {
    let out = '';
    let from = 0;
    const marks = /<!\[CDATA\[|\]\]>|\n|&/g;
    // What may go on in the next piece waits for it.
    const until = last ? all.length : Math.max(0, all.length - longestEntity);
    for (let mark = marks.exec(all); mark !== null && mark.index < until; mark = marks.exec(all)) {
      if (mark[0] === '\n') line++;
      else if (mark[0] === ']]>') within = false;
      else if (mark[0] !== '&') within = true;
      else if (!within && !entity.test(all.slice(mark.index, mark.index + longestEntity))) {
        onStray(line);
        out += `${all.slice(from, mark.index)}&amp;`;
        from = mark.index + 1;
      }
    }
    const end = Math.max(from, marksEnd(all, until));
    rest = all.slice(end);
    return out + all.slice(from, end);
  }

  for await (const piece of text) yield mend(rest + piece, false);
  yield mend(rest, true);
}

/** A mark that begins before the end of the piece was looked at whole: it must not be cut. */
function marksEnd(all: string, until: number): number {
  for (let at = Math.max(0, until - 8); at < until; at++)
    for (const mark of ['<![CDATA[', ']]>'])
      if (all.startsWith(mark, at) && at + mark.length > until) return at + mark.length;
  return until;
}

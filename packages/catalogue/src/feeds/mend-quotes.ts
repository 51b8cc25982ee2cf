/** A value with line breaks in it may go on for so many lines. */
const longestValue = 200;

/**
 * The lines of a CSV text, without those in which a quoted value begins that does not end within 200 lines: for a reader it would
 * go on to the end of the feed. In their place stands an empty line, so that the others keep their numbers.
 */
export async function* mendQuotes(
  text: AsyncIterable<string>,
  delimiter: string,
  onOpen: (line: number) => void,
): AsyncGenerator<string> {
  let waiting: string[] = [];
  let line = 1;

  /** Gives out whole records; keeps what may still be going on. */
  function whole(last: boolean): string {
    let out = '';
    let start = 0;
    while (start < waiting.length) {
      let state: Ending = 'closed';
      let end = start;
      do state = endingOf(waiting[end++] ?? '', delimiter, state === 'open');
      while (state === 'open' && end < waiting.length && end - start < longestValue);
      if (state === 'open' && !last && end - start < longestValue) break;
      if (state === 'closed') for (let at = start; at < end; at++) out += `${waiting[at]}\n`;
      else {
        onOpen(line);
        end = start + 1;
        out += '\n';
      }
      line += end - start;
      start = end;
    }
    waiting = waiting.slice(start);
    return out;
  }

  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    waiting.push(...lines);
    yield whole(false);
  }
  if (rest !== '') waiting.push(rest);
  yield whole(true);
}

type Ending = 'closed' | 'open' | 'broken';

/**
 * How a line leaves its quoted values; `open`: whether one goes on from the line before. One from before that ends amid a
 * value is broken: most likely it was never meant to go on, and this quote begins another.
 */
function endingOf(line: string, delimiter: string, open: boolean): Ending {
  if (!line.includes('"')) return open ? 'open' : 'closed';
  let quoted = open;
  let fromBefore = open;
  let fieldStart = true;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (quoted) {
      if (character !== '"') continue;
      const next = line[at + 1];
      if (next === '"') at++;
      else {
        if (fromBefore && next !== undefined && next !== delimiter && next !== '\r') return 'broken';
        quoted = false;
        fromBefore = false;
        fieldStart = false;
      }
    } else if (character === delimiter) fieldStart = true;
    else if (character === '"' && fieldStart) {
      quoted = true;
      fieldStart = false;
    } else if (character !== '\uFEFF') fieldStart = false;
  }
  return quoted ? 'open' : 'closed';
}

import { between, oneOf } from '../../load/random.ts';

const spaces = ['', '', '', ' ', '\n', '\t', ' \r\n '];

/** JSON of a value as an odd but honest writer puts it: keys in any order, spaces anywhere, letters as escapes. */
export function writeOddly(value: unknown, random: () => number): string {
  const space = () => oneOf(random, spaces);
  if (Array.isArray(value)) return `[${value.map((one) => space() + writeOddly(one, random) + space()).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = shuffled(Object.entries(value), random);
    return `{${entries.map(([key, one]) => `${space()}${writeText(key, random)}${space()}:${writeOddly(one, random)}`).join(',')}}`;
  }
  if (typeof value === 'string') return writeText(value, random);
  if (typeof value === 'number' && Number.isInteger(value) && random() < 0.2)
    return `${value}${oneOf(random, ['.0', 'e0', '.000', 'E+0'])}`;
  return JSON.stringify(value);
}

function writeText(text: string, random: () => number): string {
  if (random() < 0.8) return JSON.stringify(text);
  const escaped = Array.from(
    { length: text.length },
    (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped.join('')}"`;
}

function shuffled<Item>(items: Item[], random: () => number): Item[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = between(random, 0, at);
    const [a, b] = [items[at], items[other]];
    if (a !== undefined && b !== undefined) [items[at], items[other]] = [b, a];
  }
  return items;
}

import { between, oneOf } from '../load/random.ts';

type Random = () => number;

const keys = ['__proto__', 'constructor', 'toString', 'length', 'item_id', 'items', 'name', 'then', '', 'é', '0', '-1'];
const plain: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -0, -1, 1.5, 1e300, -1e300, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 7n],
  ...['', ' ', 'a', '__proto__', 'constructor', 'NaN', '12', '-3', '1e999', '\u0000', '\ud800', '💥', 'x'.repeat(300)],
  ...['erika@example.org', '+49 2203 555', '<img src=x>', "'; DROP TABLE", '{"a":1}'],
];

/** Anything that can cross from a page to a worker; the deeper, the rarer. */
export function hostileValue(random: Random, depth = 0): unknown {
  const draw = random();
  if (depth > 3 || draw < 0.6) return plain[between(random, 0, plain.length - 1)];
  if (draw < 0.75) return Array.from({ length: between(random, 0, 4) }, () => hostileValue(random, depth + 1));
  const entries = Array.from({ length: between(random, 0, 4) }, () => [
    oneOf(random, keys),
    hostileValue(random, depth + 1),
  ]);
  // As its own key, as JSON.parse and a structured clone leave it.
  return Object.fromEntries(entries);
}

/** The value with something in it replaced, removed or added; what it was is left as it is. */
export function mutated(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return hostileValue(random);
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value];
    const place = between(random, 0, Math.max(0, copy.length - 1));
    const draw = random();
    if (draw < 0.2) copy.splice(place, 1);
    else if (draw < 0.4) copy.push(hostileValue(random));
    else copy[place] = mutated(random, copy[place]);
    return copy;
  }
  const entries = Object.entries(value);
  const place = between(random, 0, Math.max(0, entries.length - 1));
  const [key = 'x', inner] = entries[place] ?? [];
  const draw = random();
  if (draw < 0.15) entries.splice(place, 1);
  else if (draw < 0.3) entries.push([oneOf(random, keys), hostileValue(random)]);
  else entries[place] = [key, mutated(random, inner)];
  return Object.fromEntries(entries);
}

/** How the cells of two engines differ. */
export interface Comparison {
  /** By kind of cell: how many are wanted, and how many of them are equal. */
  kinds: Map<string, { wanted: number; equal: number }>;
  /** `key: 3, not 4`, the first of those that are missing or wrong, and of those that nobody asked for. */
  differences: string[];
  equal: boolean;
}

const kindOf = (key: string): string => key.slice(0, key.indexOf('|'));

/** Compares cell by cell; of kinds that this engine does not compute nothing is wanted. */
export function compareCells(
  wanted: ReadonlyMap<string, number>,
  found: ReadonlyMap<string, number>,
  computes: (kind: string) => boolean = () => true,
): Comparison {
  const kinds: Comparison['kinds'] = new Map();
  const differences: string[] = [];
  const differs = (text: string) => {
    if (differences.length < 20) differences.push(text);
  };
  for (const [key, value] of wanted) {
    const kind = kindOf(key);
    if (!computes(kind)) continue;
    const sums = kinds.get(kind) ?? { wanted: 0, equal: 0 };
    kinds.set(kind, sums);
    sums.wanted += 1;
    const other = found.get(key);
    if (other === value) sums.equal += 1;
    else differs(`${key}: ${other ?? 'no cell'}, not ${value}`);
  }
  for (const key of found.keys()) if (!wanted.has(key)) differs(`${key}: ${found.get(key)}, and not wanted`);
  return { kinds, differences, equal: differences.length === 0 };
}

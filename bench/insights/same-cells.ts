/** Where two results differ: a key and both values. */
export interface Difference {
  key: string;
  expected: number | undefined;
  found: number | undefined;
}

/** Compares cell by cell. */
export function differences(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): Difference[] {
  const keys = new Set([...expected.keys(), ...found.keys()]);
  return [...keys]
    .map((key) => ({ key, expected: expected.get(key), found: found.get(key) }))
    .filter((pair) => pair.expected !== pair.found);
}

/** The count, or `null` where it rests on fewer than k records: nobody shall read a few people's doings from it. */
export const atLeast = (k: number, count: number): number | null => (count >= k ? count : null);

/** A share, to a thousandth, or `null` where either side rests on fewer than k records. */
export function share(k: number, part: number, whole: number): number | null {
  return part >= k && whole >= k ? Math.round((part / whole) * 1_000) / 1_000 : null;
}

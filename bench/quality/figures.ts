/** Share of targets among the first 20, and the mean reciprocal rank (0 beyond 20). */
export interface Figures {
  hit_rate_at_20: number;
  mrr_at_20: number;
}

export function figuresOf(ranks: readonly number[]): Figures {
  const among = ranks.filter((rank) => rank <= 20);
  return {
    hit_rate_at_20: among.length / Math.max(1, ranks.length),
    mrr_at_20: among.reduce((sum, rank) => sum + 1 / rank, 0) / Math.max(1, ranks.length),
  };
}

/** The place of a row among all scores, 1 for the best. Ties count against it: equal scores everywhere find nothing. */
export function conservativeRank(scores: ArrayLike<number>, row: number): number {
  const reached = scores[row] ?? Number.NaN;
  let rank = 0;
  for (let at = 0; at < scores.length; at++) if (!((scores[at] ?? 0) < reached)) rank++;
  return rank;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of a sample; 0 for a single value. */
export const spread = (values: readonly number[]): number =>
  values.length < 2
    ? 0
    : Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

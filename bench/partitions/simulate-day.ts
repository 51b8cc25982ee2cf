/** A day of load on partitions, as a simulation is told it. */
export interface Day {
  /** Records of the whole day. */
  records: number;
  /** How many of a day's records come in each hour, as shares that add up to 1. */
  hourShares: readonly number[];
  /** What share of the records each partition gets; they add up to 1. */
  partitionShares: readonly number[];
  /** How many workers share the partitions, each the same number of them, give or take one. */
  workers: number;
  /** Records a second that one worker takes. */
  workerPerS: number;
}

/** What a day comes to. */
export interface DayResult {
  /** The most records that waited at once, in all partitions. */
  worstLag: number;
  /** The longest that a record waited, in seconds. */
  worstDelayS: number;
  /** What the busiest worker got, as a multiple of the mean. */
  skew: number;
  /** Whether all was taken by the end of the day. */
  drained: boolean;
}

const stepS = 60;

/**
 * Minute by minute: what comes in waits in its partition, each worker takes what it can from the partitions that it has, in
 * the order of their lag. Workers do not help each other, as in Kafka.
 */
export function simulateDay({ records, hourShares, partitionShares, workers, workerPerS }: Day): DayResult {
  const lags = partitionShares.map(() => 0);
  const owned = Array.from({ length: workers }, (_, worker) =>
    partitionShares.flatMap((share, partition) => (partition % workers === worker ? [{ share, partition }] : [])),
  );
  const loads = owned.map((mine) => mine.reduce((sum, { share }) => sum + share, 0));
  let [worstLag, worstDelayS] = [0, 0];
  for (let minute = 0; minute < hourShares.length * 60; minute += 1) {
    const incoming = (records * (hourShares[Math.floor(minute / 60)] ?? 0)) / 60;
    for (const mine of owned) {
      let capacity = workerPerS * stepS;
      for (const { share, partition } of mine) lags[partition] = (lags[partition] ?? 0) + incoming * share;
      for (const { partition } of mine.toSorted((a, b) => (lags[b.partition] ?? 0) - (lags[a.partition] ?? 0))) {
        const taken = Math.min(capacity, lags[partition] ?? 0);
        capacity -= taken;
        lags[partition] = (lags[partition] ?? 0) - taken;
      }
      const waiting = mine.reduce((sum, { partition }) => sum + (lags[partition] ?? 0), 0);
      worstDelayS = Math.max(worstDelayS, waiting / workerPerS);
    }
    worstLag = Math.max(
      worstLag,
      lags.reduce((sum, lag) => sum + lag, 0),
    );
  }
  return {
    worstLag: Math.round(worstLag),
    worstDelayS: Math.round(worstDelayS),
    skew: Number((Math.max(...loads) * workers).toFixed(3)),
    drained: lags.every((lag) => lag < 1),
  };
}

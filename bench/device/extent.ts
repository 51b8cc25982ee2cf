/** How much is measured. */
export interface Extent {
  items: number[];
  scoring: { rounds: number; warmUps: number };
  requests: { requests: number; warmUps: number };
  visits: number;
  trackCalls: number;
}

const full: Extent = {
  items: [10_000, 50_000, 100_000],
  scoring: { rounds: 60, warmUps: 10 },
  requests: { requests: 300, warmUps: 60 },
  visits: 7,
  trackCalls: 500,
};

const quick: Extent = {
  items: [10_000],
  scoring: { rounds: 20, warmUps: 5 },
  requests: { requests: 60, warmUps: 20 },
  visits: 2,
  trackCalls: 100,
};

/** Reads the command's arguments; `undefined` when they are not understood. */
export function readExtent(args: readonly string[]): Extent | undefined {
  if (args.length === 0) return full;
  return args.length === 1 && args[0] === '--quick' ? quick : undefined;
}

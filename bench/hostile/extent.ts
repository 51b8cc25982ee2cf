/** How many requests are made, and with which chance numbers. */
export interface Extent {
  requests: number;
  seed: number;
  short: boolean;
  /** Let schemathesis try the description instead. */
  schemathesis: boolean;
}

/** Reads the command's arguments; `undefined` when they are not understood. */
export function readExtent(args: readonly string[]): Extent | undefined {
  const extent: Extent = { requests: 1_000_000, seed: 1, short: false, schemathesis: false };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at];
    const number = /^\d+$/.test(args[at + 1] ?? '') ? Number(args[at + 1]) : undefined;
    if (arg === '--short') {
      extent.short = true;
      extent.requests = 20_000;
    } else if (arg === '--schemathesis') extent.schemathesis = true;
    else if (arg === '--requests' && number !== undefined) {
      extent.requests = number;
      at += 1;
    } else if (arg === '--seed' && number !== undefined) {
      extent.seed = number;
      at += 1;
    } else return undefined;
  }
  return extent;
}

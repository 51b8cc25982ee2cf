/** How much is done, and with which chance numbers. */
export interface Extent {
  short: boolean;
  clients: number;
  seed: number;
  /** Only the faults whose name holds this. */
  only: string;
  /** Whether there are brokers to drain to. */
  kafka: boolean;
}

/** Reads the command's arguments; `undefined` when they are not understood. */
export function readExtent(args: readonly string[]): Extent | undefined {
  const extent: Extent = { short: false, clients: 16, seed: 1, only: '', kafka: true };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at];
    if (arg === '--short') extent.short = true;
    else if (arg === '--no-kafka') extent.kafka = false;
    else if (arg === '--seed' && /^\d+$/.test(args[at + 1] ?? '')) extent.seed = Number(args[++at]);
    else if (arg === '--only' && args[at + 1] !== undefined) extent.only = args[++at] ?? '';
    else return undefined;
  }
  return extent;
}

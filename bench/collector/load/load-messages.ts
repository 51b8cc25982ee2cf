/** What the load process is asked to do. */
export interface LoadOrder {
  /** Base URLs; the connections are dealt out to them in turn. */
  urls: readonly string[];
  connections: number;
  seconds: number;
  /** Requests a second over all connections; without it, each is followed by the next as soon as it is answered. */
  requestsPerS?: number;
}

/** What came of it. */
export interface LoadOutcome {
  requests: number;
  /** How often each status was answered. */
  statuses: Record<string, number>;
  /** How often each fault of a connection happened. */
  faults: Record<string, number>;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time of the load process itself. */
  cpuUs: number;
}

export type ToLoad = { kind: 'prepare'; order: LoadOrder } | { kind: 'go' };
export type FromLoad =
  | { kind: 'listening' }
  | { kind: 'prepared' }
  | { kind: 'done'; outcome: LoadOutcome }
  | { kind: 'failed'; reason: string };

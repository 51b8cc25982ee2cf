import type { GoldenStream } from '@edgecart/insights/golden';

/** Messages as a shop's shoppers make them, in the order of arrival, as many as are asked for; the same ones each time. */
export interface BenchStream {
  count: number;
  payloads: () => Iterable<{ topic: 'counts' | 'paths'; key: string; value: Buffer; timestamp: number }>;
}

/** How fast an engine was. */
export interface EngineSpeed {
  /** Records by second of CPU time of all its threads: what one core does when nothing else runs on it. */
  eventsPerS: number;
  /** Records by second on the clock, on this machine as it was. */
  wallEventsPerS: number;
  /** As `eventsPerS`, of the second half; of what runs on Java. */
  laterEventsPerS?: number;
  /** The same without the time of Java's own compilers. */
  compiledEventsPerS?: number;
}

/** One engine that computes the analysis of docs/analysis.md. */
export interface EngineRunner {
  name: 'insights' | 'flink' | 'samza';
  /** Why it can't run here; `undefined` when it can. */
  missing: () => Promise<string | undefined>;
  /** Which kinds of cells it computes; all, where this is missing. */
  computes?: (kind: string) => boolean;
  /** Runs the stream through it, state on disk. */
  measure: (stream: BenchStream) => Promise<EngineSpeed>;
  /** The cells that it makes of the golden stream. */
  goldenCells: (golden: GoldenStream) => Promise<ReadonlyMap<string, number>>;
}

import type { ProcessSettings } from '../load/collector-process.ts';
import type { Collector, Flags } from './collector.ts';
import type { Findings } from './findings.ts';
import type { SceneKafka } from './kafka/scene-kafka.ts';
import type { Load } from './load.ts';

/** What a fault has to work with: a collector of its own, under load, and where to tell what went wrong. */
export interface Scene {
  collector: Collector;
  load: Load;
  findings: Findings;
  random: () => number;
  /** The short form: the same, less often. */
  short: boolean;
  /** Tells people how far it is. */
  say: (what: string) => void;
}

export interface KafkaScene extends Scene {
  kafka: SceneKafka;
}

type Undo = () => Promise<void>;

/** Something bad that is done to a collector while clients use it. */
export interface Fault {
  name: string;
  /** Why it can't be done on this machine; `undefined` when it can. */
  unavailable?: () => string | undefined;
  /** Only in the full form. */
  long?: boolean;
  /** Beside the usual flags, or instead of them. */
  flags?: Flags;
  /** Called before the collector starts; `data` is there and empty. */
  prepare?: (data: string) => Promise<{ settings?: ProcessSettings; undo: Undo }>;
  /** Does it, and leaves the collector running and serving. Answers how many single faults that were, kills aside. */
  run: (scene: Scene) => Promise<number>;
}

/** Something bad that is done to the brokers that the collector drains to. */
export interface KafkaFault extends Omit<Fault, 'run'> {
  brokers: 1 | 3;
  run: (scene: KafkaScene) => Promise<number>;
}

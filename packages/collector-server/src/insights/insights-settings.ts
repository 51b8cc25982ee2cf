import type { KafkaOptions } from '../kafka/kafka-options.ts';
import type { Shop } from '../options/shops.ts';
import type { ToldByThread } from './insights-feed.ts';

/** What the thread of the insights is started with. */
export interface InsightsSettings {
  /** `<data>/log`. */
  root: string;
  /** `<data>`: states lie in `insights/<shop>`, what the supply commands wrote in `supply`. */
  data: string;
  shops: readonly Shop[];
  /** The topics to read; `undefined`: the log is read. */
  kafka: KafkaOptions | undefined;
}

/** What it says. */
export type InsightsMessage = { kind: 'insights'; shop: string; told: ToldByThread } | { kind: 'notice'; text: string };

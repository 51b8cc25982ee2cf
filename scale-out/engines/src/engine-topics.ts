import type { Connection } from '@edgecart/kafka-broker';
import { analysisRules } from '@edgecart/protocol/analysis';
import { createTopics } from './golden/topics.ts';

/** What both engines read, what Flink writes, and what each says its cells are, side by side. */
export const engineTopics = {
  ...analysisRules.topics,
  flinkCells: 'edgecart.flink.cells',
  samzaCells: 'edgecart.samza.cells',
  /** Samza's own: what paths add, on its way to the partition of its cell. */
  samzaPairs: 'edgecart.samza.pairs',
};

/** Makes all topics that the engines need, for messages of any age. */
export async function createEngineTopics(connection: Connection, partitions: number): Promise<void> {
  const { cells: _, flinkCells, samzaCells, ...others } = engineTopics;
  const topics = Object.values(others).map((name) => ({ name }));
  const compacted = [flinkCells, samzaCells].map((name) => ({ name, compacted: true }));
  await createTopics(connection, [...topics, ...compacted], partitions);
}

/** The kinds of cells that the job for Samza computes; Flink computes all. */
export const samzaComputes = (kind: string): boolean =>
  ['item-hour', 'cart-demand', 'follows', 'follows-paths', 'together', 'trending', 'dropped'].includes(kind);

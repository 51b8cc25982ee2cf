import { defaultShop } from '../shops.ts';
import type { KafkaOptions } from './kafka-options.ts';

/** What a topic holds. */
export type TopicKind = 'counts' | 'paths' | 'dead-letters';
export const topicKinds: readonly TopicKind[] = ['counts', 'paths', 'dead-letters'];

/** `edgecart.counts`; of a named shop `edgecart.<shop>.counts`. */
export function topicName(prefix: string, shop: string, kind: TopicKind): string {
  return shop === defaultShop ? `${prefix}.${kind}` : `${prefix}.${shop}.${kind}`;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const retentionDays: Record<TopicKind, number> = { counts: 30, paths: 30, 'dead-letters': 14 };

/**
 * The settings of a topic that the collector makes. A record's time is the hour or day that it names, up to 26 hours
 * ahead, which a broker refuses by default from one hour on (`message.timestamp.after.max.ms`, KIP-937), and up to 8 days
 * old, for which the age of a segment is counted from its newest record.
 */
export function topicSettings(kind: TopicKind): { name: string; value: string }[] {
  return [
    { name: 'cleanup.policy', value: 'delete' },
    { name: 'retention.ms', value: String(retentionDays[kind] * dayMs) },
    // Records go with their segment: on a quiet topic the default of a week would keep them that much longer.
    { name: 'segment.ms', value: String(dayMs) },
    { name: 'message.timestamp.type', value: 'CreateTime' },
    { name: 'message.timestamp.after.max.ms', value: String(27 * hourMs) },
    { name: 'compression.type', value: 'producer' },
  ];
}

/** What `Admin.createTopics` takes for the topics of one kind. */
export function newTopics(topics: readonly string[], kind: TopicKind, options: KafkaOptions) {
  return {
    topics: [...topics],
    partitions: options.partitions,
    replicas: options.replication ?? -1,
    configs: topicSettings(kind),
  };
}

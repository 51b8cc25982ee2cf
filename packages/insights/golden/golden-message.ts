import type { AnonymousRecord } from '@edgecart/protocol';

/** One line of the golden stream: a message of Kafka, with its bytes as text, or in base64 where they are no UTF-8. */
export interface GoldenMessage {
  /** Of its arrival, in milliseconds since 1970. */
  timestamp: number;
  topic: 'counts' | 'paths';
  key: string;
  value?: string;
  base64?: string;
}

/** The message of a record, as the collector would send it. */
export function messageOf(record: AnonymousRecord, timestamp: number): GoldenMessage {
  const value = JSON.stringify(record);
  return record.kind === 'count'
    ? { timestamp, topic: 'counts', key: record.item, value }
    : { timestamp, topic: 'paths', key: record.id, value };
}

export const bytesOf = ({ value, base64 }: GoldenMessage): Buffer =>
  base64 === undefined ? Buffer.from(value ?? '') : Buffer.from(base64, 'base64');

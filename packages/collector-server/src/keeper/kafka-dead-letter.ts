import { randomBytes } from 'node:crypto';
import { AnonymousRecord, type DeadLetter, hourUtc } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import type { Refused } from '../kafka/kafka-sender.ts';
import { type Message, toMessage } from '../kafka/to-message.ts';

const recordType = Compile(AnonymousRecord);

/** The dead letter of a message that Kafka refuses, with the record in it: it was checked when it came in. */
export function kafkaDeadLetter(refused: Refused, shop: string, prefix: string, nowMs: number): Message {
  const record: unknown = JSON.parse(refused.message.value.toString());
  const letter: DeadLetter = {
    id: randomBytes(16).toString('hex'),
    kind: 'dead-letter',
    hour: hourUtc(nowMs),
    refusedBy: 'kafka',
    class: refused.reason,
    path: '',
    reason: `Kafka refuses this record for topic ${refused.message.topic}`,
    count: 1,
    ...(recordType.Check(record) ? { record } : {}),
  };
  return toMessage(Buffer.from(JSON.stringify(letter)), { shop }, prefix);
}

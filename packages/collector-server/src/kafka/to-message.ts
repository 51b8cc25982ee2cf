import type { LogFolder } from '../log/log-folders.ts';
import { topicName } from './topics.ts';

/** A message as Kafka takes it. `value` is the payload as it stands in the log. */
export interface Message {
  topic: string;
  key: Buffer;
  value: Buffer;
  timestamp: bigint;
}

/**
 * The message of a payload: a count has its item as key, so that one partition has all of an item, and its hour as
 * time; a path its own random id, and its day. Throws for a payload that this collector did not write.
 */
export function toMessage(payload: Buffer, folder: Pick<LogFolder, 'shop'>, prefix: string): Message {
  const record: unknown = JSON.parse(payload.toString());
  if (typeof record !== 'object' || record === null) throw new TypeError('is no object');
  const text = (key: string): string => {
    const value: unknown = Reflect.get(record, key);
    if (typeof value !== 'string') throw new TypeError(`${key} is no text`);
    return value;
  };
  const message = (kind: 'counts' | 'paths' | 'dead-letters', key: string, timestamp: bigint) => ({
    topic: topicName(prefix, folder.shop, kind),
    key: Buffer.from(key),
    value: payload,
    timestamp,
  });
  switch (text('kind')) {
    case 'count':
      return message('counts', text('item'), timeOf(`${text('hour')}:00:00Z`));
    case 'path':
      return message('paths', text('id'), timeOf(`${text('day')}T00:00:00Z`));
    case 'dead-letter':
      return message('dead-letters', text('id'), timeOf(`${text('hour')}:00:00Z`));
    default:
      throw new TypeError(`kind ${text('kind')} is unknown`);
  }
}

/** Few different hours come again and again. */
const times = new Map<string, bigint>();

function timeOf(isoTime: string): bigint {
  const known = times.get(isoTime);
  if (known !== undefined) return known;
  const timeMs = BigInt(Date.parse(isoTime));
  if (times.size >= 1_000) times.clear();
  times.set(isoTime, timeMs);
  return timeMs;
}

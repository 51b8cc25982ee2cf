import type { LogFolder } from '../log/log-folders.ts';
import { type TopicKind, topicName } from './topics.ts';

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
  const topicOf = (kind: TopicKind) => topicName(prefix, folder.shop, kind);
  const count = plainCount(payload);
  if (count) return { topic: topicOf('counts'), key: count.item, value: payload, timestamp: timeOf(count.hour) };

  const record: unknown = JSON.parse(payload.toString());
  if (typeof record !== 'object' || record === null) throw new TypeError('is no object');
  const text = (key: string): string => {
    const value: unknown = Reflect.get(record, key);
    if (typeof value !== 'string') throw new TypeError(`${key} is no text`);
    return value;
  };
  const message = (kind: TopicKind, key: string, time: string) => ({
    topic: topicOf(kind),
    key: Buffer.from(key),
    value: payload,
    timestamp: timeOf(time),
  });
  switch (text('kind')) {
    case 'count':
      return message('counts', text('item'), text('hour'));
    case 'path':
      return message('paths', text('id'), text('day'));
    case 'dead-letter':
      return message('dead-letters', text('id'), text('hour'));
    default:
      throw new TypeError(`kind ${text('kind')} is unknown`);
  }
}

const plainStart = /^\{"id":"[0-9a-f]{32}","kind":"count","type":"[a-z_]+","item":"([ !#-[\]-~]+)","hour":"([^"]+)"/;

/** The item and the hour of a count as nearly all are stored: read without making an object of it. */
function plainCount(payload: Buffer): { item: Buffer; hour: string } | undefined {
  const [start, item, hour] = plainStart.exec(payload.toString('latin1')) ?? [];
  if (start === undefined || item === undefined || hour === undefined) return undefined;
  const end = start.length - hour.length - '","hour":""'.length;
  return { item: payload.subarray(end - item.length, end), hour };
}

/** Few different hours come again and again. */
const times = new Map<string, bigint>();

/** The beginning of an hour (`2026-11-23T09`) or a day, in milliseconds since 1970. */
function timeOf(time: string): bigint {
  const known = times.get(time);
  if (known !== undefined) return known;
  const timeMs = BigInt(Date.parse(time.includes('T') ? `${time}:00:00Z` : `${time}T00:00:00Z`));
  if (times.size >= 1_000) times.clear();
  times.set(time, timeMs);
  return timeMs;
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cellKey } from '@edgecart/protocol/analysis';
import { expect, test } from 'vitest';
import { Analysis, allCells } from '../src/index.ts';
import { demoInput } from './demo-input.ts';
import { goldenCells } from './golden-cells.ts';
import { bytesOf } from './golden-message.ts';
import { goldenStream } from './golden-stream.ts';

const stream = goldenStream(demoInput());
const cells = goldenCells(stream);
const about = JSON.parse(readFileSync(new URL('about.json', import.meta.url), 'utf8')) as Record<string, unknown>;

/** How much was kept out for a reason, over all days. */
const dropped = (reason: string) =>
  [...cells].filter(([key]) => key.startsWith(`dropped|${reason}|`)).reduce((sum, [, count]) => sum + count, 0);

test('the stream and the number of its cells are the ones that the engines were compared on', () => {
  const lines = `${stream.messages.map((message) => JSON.stringify(message)).join('\n')}\n`;
  expect({
    messages: stream.messages.length,
    cells: cells.size,
    streamSha256: createHash('sha256').update(lines).digest('hex'),
  }).toEqual({ messages: about.messages, cells: about.cells, streamSha256: about.streamSha256 });
});

test('each rule keeps out what the stream holds for it, once', () => {
  const days = 6;
  expect(dropped('foreign')).toBe(36 * days);
  expect(dropped('future')).toBe(2 * days);
  expect(dropped('late')).toBe(2 * days);
  expect(dropped('unknown-item')).toBe(3 * days);
  expect(dropped('machine-like')).toBe(150);
  const texts = stream.messages.map((message) => `${message.topic} ${message.value ?? message.base64}`);
  const duplicates = texts.length - new Set(texts).size;
  // Foreign messages are alike day by day where they hold no id, and are never called duplicates.
  expect(dropped('duplicate')).toBeLessThanOrEqual(duplicates);
  expect(dropped('duplicate')).toBeGreaterThan(300);
});

test('what was counted and what was kept out are together what was sent', () => {
  const counted = [...cells].filter(([key]) => key.startsWith('funnel|')).reduce((sum, [, count]) => sum + count, 0);
  const out = [...cells].filter(([key]) => key.startsWith('dropped|')).reduce((sum, [, count]) => sum + count, 0);
  const paths = stream.messages.length - counted - out;
  const sentPaths = stream.messages.filter(({ topic }) => topic === 'paths').length;
  expect(paths).toBeGreaterThan(0.8 * sentPaths);
  expect(paths).toBeLessThan(sentPaths);
});

test('however the stream is cut into partitions, their cells add up to the same', () => {
  const known = new Set(stream.catalogue);
  const partitions = Array.from({ length: 5 }, () => new Analysis({ isKnown: (item) => known.has(item) }));
  for (const message of stream.messages) {
    const partition = partitions[createHash('md5').update(message.key).digest().readUInt8() % partitions.length];
    partition?.take(bytesOf(message), message.topic, message.timestamp, Number.MAX_SAFE_INTEGER);
  }
  const sum = new Map<string, number>();
  for (const { state } of partitions) {
    // A trend is rounded from an item's hours, all of which lie in one partition.
    for (const [key, value] of allCells(state, stream.trendHour)) sum.set(key, (sum.get(key) ?? 0) + value);
  }
  const differing = [...cells].filter(([key, value]) => sum.get(key) !== value);
  expect(differing).toEqual([]);
  expect(sum.size).toBe(cells.size);
});

test('a second count by plain means comes to the same item hours', () => {
  const seen = new Set<string>();
  const plain = new Map<string, number>();
  const known = new Set(stream.catalogue);
  for (const { topic, timestamp, value = '' } of stream.messages) {
    let record: Record<string, string> | undefined;
    try {
      record = JSON.parse(value) as Record<string, string>;
    } catch {
      continue;
    }
    // The spoiled ones all have a flaw in id, kind, type, hour, item or keys: what is left of them has the right form.
    const right =
      topic === 'counts' &&
      record?.kind === 'count' &&
      /^[0-9a-f]{32}$/.test(String(record.id)) &&
      /^2026-(02-2[0-8]|03-\d\d)T([01]\d|2[0-3])$/.test(String(record.hour)) &&
      known.has(String(record.item)) &&
      /"type":"(view|select|add|remove|update|begin|purchase)[a-z_]*"/.test(value) &&
      !/session|"priceBand":(1\.5|99)|"quantityBand":4|mine|"slot":200|"page"|\uFFFD/.test(value);
    if (!right || !record) continue;
    const { id, item = '', type = '', hour = '' } = record;
    const startMs = Date.parse(`${hour}:00:00Z`);
    if (startMs - timestamp > 3_600_000 || timestamp - startMs - 3_600_000 > 7 * 86_400_000) continue;
    if (seen.has(`${id} ${item} ${hour}`)) continue;
    seen.add(`${id} ${item} ${hour}`);
    const key = cellKey('item-hour', item, type, hour);
    plain.set(key, Math.min(2_000, (plain.get(key) ?? 0) + 1));
  }
  expect(new Map([...cells].filter(([key]) => key.startsWith('item-hour|')))).toEqual(
    new Map([...plain].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
});

import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { countRecord, pathRecord, storedRecords, testNowMs } from '../testing/records.ts';
import { LiveFeed, type LiveFeedOptions, type LiveMessage, maxShownRecords } from './live-feed.ts';

const status = { model: null, log: { bytes: 8, segments: 1, state: 'open', reason: null }, kafka: null };

function setUp(options: Partial<LiveFeedOptions> = {}) {
  const feed = new LiveFeed({ status: async () => status, nowMs: () => testNowMs, intervalMs: 5, ...options });
  onTestFinished(() => feed.close());
  return feed;
}

async function listening(feed: LiveFeed) {
  const messages: LiveMessage[] = [];
  const stop = await feed.listen((message) => messages.push(message));
  return { messages, stop };
}

describe('a listener', () => {
  test('is told at once where things stand, also when nothing has arrived', async () => {
    const { messages } = await listening(setUp());
    expect(messages).toEqual([
      {
        ...status,
        records: [],
        totals: { count: 0, path: 0, duplicates: 0, refused: 0 },
        perMinute: Array(30).fill(0),
      },
    ]);
  });

  test('is told of what is new, without ids', async () => {
    const feed = setUp();
    const { messages } = await listening(feed);
    const { id: _, ...shown } = countRecord();
    feed.stored(storedRecords([{ ...shown, id: 'f'.repeat(32) }]));
    feed.duplicates(2);
    feed.refused();
    await eventually(() => messages.length).toBe(2);
    expect(messages[1]).toMatchObject({ records: [shown], totals: { count: 1, path: 0, duplicates: 2, refused: 1 } });
    expect(JSON.stringify(messages)).not.toContain('ffff');
  });

  test('that comes later is shown the newest records first', async () => {
    const feed = setUp();
    const { messages: first } = await listening(feed);
    feed.stored(storedRecords([countRecord({ item: 'older' })]));
    await eventually(() => first.length).toBe(2);
    feed.stored(storedRecords([pathRecord({ items: ['newer', 'x'] })]));
    await eventually(() => first.length).toBe(3);
    const { messages } = await listening(feed);
    expect(messages[0]?.records).toMatchObject([{ items: ['newer', 'x'] }, { item: 'older' }]);
  });

  test('is told nothing while nothing changes, and nothing any more when it has stopped', async () => {
    const feed = setUp();
    const { messages, stop } = await listening(feed);
    const { messages: other } = await listening(feed);
    stop();
    feed.stored(storedRecords([countRecord()]));
    await eventually(() => other.length).toBe(2);
    expect(messages).toHaveLength(1);
    expect(feed.listeners).toBe(1);
  });
});

test('only the newest records are kept, however many arrive', async () => {
  const feed = setUp();
  const { messages } = await listening(feed);
  feed.stored(storedRecords(Array.from({ length: 5_000 }, (_, index) => countRecord({ item: `${index}` }))));
  await eventually(() => messages.length).toBe(2);
  expect(messages[1]?.totals.count).toBe(5_000);
  expect(messages[1]?.records).toHaveLength(maxShownRecords);
});

test('the records of one update are mixed, so that no batch can be seen in it', async () => {
  const feed = setUp();
  const { messages } = await listening(feed);
  // Of the orders of 50 records the one in which they came would be a miracle.
  const items = Array.from({ length: 50 }, (_, index) => `${index}`);
  feed.stored(storedRecords(items.map((item) => countRecord({ item }))));
  await eventually(() => messages.length).toBe(2);
  const shown = messages[1]?.records.map((record) => (record.kind === 'count' ? record.item : ''));
  expect(shown).not.toEqual(items);
  expect(shown?.toSorted()).toEqual(items.toSorted());
});

import { expect, test } from 'vitest';
import type { JournalEntry } from '../contract.ts';
import { createJournal } from './journal.ts';

function fakeStorage(refuses = false) {
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem(key: string, value: string) {
      if (refuses) throw new DOMException('full', 'QuotaExceededError');
      values.set(key, value);
    },
    removeItem: (key: string) => void values.delete(key),
  } as unknown as Storage;
  return { values, storage: () => storage };
}
const entry = (page: string, size = 1): JournalEntry => ({
  page,
  number: 1,
  timeMs: 1,
  humanSeen: true,
  agreed: false,
  said: { event: { name: 'view_item', items: [{ item_id: 'x'.repeat(size) }] } },
});
const keys = (entries: JournalEntry[]) => entries.map(({ page }) => page);

test('nothing is stored before storing is allowed', () => {
  const { values, storage } = fakeStorage();
  const page = createJournal(storage);
  page.add(entry('a'));
  page.save();
  expect(values.size).toBe(0);
});

test('what the worker has not acknowledged is there again on the next page, oldest first', () => {
  const { storage } = fakeStorage();
  const page = createJournal(storage);
  page.keep(true);
  for (const key of ['a', 'b', 'c']) page.add(entry(key));
  page.acknowledge(page.pending().slice(0, 1));
  page.save();
  const next = createJournal(storage);
  next.add(entry('d'));
  next.keep(true);
  expect(keys(next.pending())).toEqual(['b', 'c', 'd']);
});

test('a page that is left before anything was asked for keeps what the page before it has left', () => {
  const { storage } = fakeStorage();
  const [page, next, last] = [createJournal(storage), createJournal(storage), createJournal(storage)];
  for (const [journal, key] of [
    [page, 'a'],
    [next, 'b'],
  ] as const) {
    journal.keep(true);
    journal.add(entry(key));
    journal.save();
  }
  last.keep(true);
  expect(keys(last.pending())).toEqual(['a', 'b']);
});

test('nothing is written while the page is looked at', () => {
  const { values, storage } = fakeStorage();
  const page = createJournal(storage);
  page.keep(true);
  page.add(entry('a'));
  page.acknowledge(page.pending());
  expect(values.size).toBe(0);
});

test('what was stored and is acknowledged after all is not there on the next page', () => {
  const { values, storage } = fakeStorage();
  const page = createJournal(storage);
  page.keep(true);
  page.add(entry('a'));
  page.save();
  expect(values.size).toBe(1);
  const next = createJournal(storage);
  next.keep(true);
  next.acknowledge(next.pending());
  expect(values.size).toBe(0);
});

test('taking consent back wipes what was stored', () => {
  const { values, storage } = fakeStorage();
  const page = createJournal(storage);
  page.keep(true);
  page.add(entry('a'));
  page.save();
  expect(values.size).toBe(1);
  page.keep(false);
  expect(values.size).toBe(0);
});

test('storage that refuses costs nothing but durability', () => {
  const page = createJournal(fakeStorage(true).storage);
  page.keep(true);
  page.add(entry('a'));
  page.save();
  expect(keys(page.pending())).toEqual(['a']);
});

test('the stored part stays within 64 KiB, the newest entries being kept', () => {
  const { values, storage } = fakeStorage();
  const page = createJournal(storage);
  page.keep(true);
  for (let i = 0; i < 40; i++) page.add(entry(`k${i}`, 5_000));
  page.save();
  const stored = [...values.values()][0] ?? '';
  expect(stored.length).toBeLessThanOrEqual(65_536);
  expect(stored).toContain('"k39"');
});

import type { AnonymousRecord } from '@edgecart/protocol';
import { expect, test } from 'vitest';
import { seededRandom } from '../load/random.ts';
import { Account } from './account.ts';
import { goodRecord } from './families/records.ts';
import { contentOf } from './is-record.ts';
import type { Entry } from './request.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);

function sent(count: number) {
  const account = new Account();
  const chance = { random: seededRandom(5), nowMs, newId: () => account.newId() };
  const records = Array.from({ length: count }, () => goodRecord(chance)) as unknown as AnonymousRecord[];
  const entries = records.map((record): Entry => ({ kind: 'good', id: record.id, content: contentOf(record) }));
  account.send(entries);
  const compare = async (stored: AnonymousRecord[]) => {
    const kinds: string[] = [];
    const log = (async function* () {
      yield* stored;
    })();
    return { ...(await account.compare(log, nowMs, (kind) => kinds.push(kind))), kinds };
  };
  return { account, records, entries, compare };
}

test('what was acknowledged and stands there once is all right', async () => {
  const { account, records, compare } = sent(50);
  for (const { id } of records) account.acknowledge(id);
  expect(await compare(records)).toMatchObject({
    acknowledged: 50,
    found: 50,
    lost: 0,
    repeated: 0,
    rubbish: 0,
    kinds: [],
  });
});

test('a lost, a repeated, an altered, a refused and an unknown record are told', async () => {
  const { account, records, entries, compare } = sent(5);
  for (const { id } of records.slice(0, 4)) account.acknowledge(id);
  account.refuse(entries.slice(4));
  const [lost, repeated, altered, , refused] = records;
  if (lost === undefined || altered === undefined) throw new Error('too few records');
  const strange = { ...lost, id: 'f'.repeat(32) };
  const other = altered.kind === 'count' ? { ...altered, item: 'other' } : { ...altered, items: ['x', 'y'] };
  const stored = [repeated, repeated, other, refused, strange] as AnonymousRecord[];
  // Altered and unknown are told as they are read, the refused one at the end; the fourth is lost as well.
  expect(await compare(stored)).toMatchObject({ lost: 2, repeated: 1, rubbish: 3 });
});

test('a connection whose answers say another number than the log is told', async () => {
  const { account, records, entries, compare } = sent(4);
  account.expectStored(entries.slice(0, 2), 1, () => '');
  account.expectStored(entries.slice(2), 2, () => '');
  expect(await compare(records)).toMatchObject({ miscounted: 1, foundUntold: 2 });
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomId } from '../testing/records.ts';
import { idWordsOf } from './id-words.ts';
import { type Claim, idStates, RecentIds } from './recent-ids.ts';

const add = (recent: RecentIds, ids: readonly string[]) => recent.add(idWordsOf(ids));

/** Asks a copy: asking is claiming, and would change what is remembered. */
function stateOf(recent: RecentIds, id: string): number | undefined {
  const { capacity, control, tables } = recent.memory;
  const copy = new RecentIds({ capacity, control: control.slice(0), tables: [tables[0].slice(0), tables[1].slice(0)] });
  return copy.claim(idWordsOf([id])).states[0];
}
const knows = (recent: RecentIds, id: string) => stateOf(recent, id) === idStates.known;

// Few different ids, some of them close to each other and one of zeros, so that they meet often.
const ids = fc.array(
  fc.oneof(
    fc.nat(40).map((number) => number.toString(16).padStart(32, '0')),
    fc.nat(40).map((number) => number.toString(16).padEnd(32, 'f')),
  ),
  { maxLength: 200 },
);

test('the newest ids are remembered, at least half of the capacity', () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 20 }), (given, half) => {
      const recent = new RecentIds(half * 2);
      const order: string[] = [];
      for (const id of given) {
        add(recent, [id]);
        if (!order.includes(id)) order.push(id);
        for (const known of order.slice(-half)) expect(knows(recent, known)).toBe(true);
        // Forgotten ids come anew: the order is that of the table, not of the stream.
        order.splice(0, order.length, ...order.filter((known) => knows(recent, known)));
        expect(order.length).toBeLessThanOrEqual(half * 2);
      }
    }),
  );
});

test('an id that was never added is not known, whatever was', () => {
  fc.assert(
    fc.property(ids, ids, (added, asked) => {
      const recent = new RecentIds(1_000);
      add(recent, added);
      for (const id of asked) expect(knows(recent, id)).toBe(added.includes(id));
    }),
  );
});

test('a hundred thousand random ids are found, and others are not', () => {
  const recent = new RecentIds(200_000);
  const added = Array.from({ length: 100_000 }, randomId);
  add(recent, added);
  expect(new Set(recent.claim(idWordsOf(added)).states)).toEqual(new Set([idStates.known]));
  const others = Array.from({ length: 10_000 }, randomId);
  expect(new Set(recent.claim(idWordsOf(others)).states)).toEqual(new Set([idStates.unknown]));
});

describe('a claim', () => {
  const { unknown, known, underway } = idStates;
  const claim = (recent: RecentIds, ...ids: string[]): Claim => recent.claim(idWordsOf(ids));
  const statesIn = ({ states }: Claim) => [...states];

  test('is had by one request at a time, and can be had again when it was given back', () => {
    const recent = new RecentIds(10);
    const other = new RecentIds(recent.memory);
    const id = randomId();
    const first = claim(recent, id, id);
    expect(statesIn(first)).toEqual([unknown, underway]);
    expect(statesIn(claim(other, id))).toEqual([underway]);
    recent.settle(first, 'unknown');
    const second = claim(other, id);
    expect(statesIn(second)).toEqual([unknown]);
    other.settle(second, 'known');
    expect(statesIn(claim(recent, id))).toEqual([known]);
  });

  test('of a dead thread can be given back for it', () => {
    const recent = new RecentIds(10);
    const [lost, kept] = [randomId(), randomId()];
    claim(recent, lost);
    add(recent, [kept]);
    new RecentIds(recent.memory).releaseClaims();
    expect([stateOf(recent, lost), stateOf(recent, kept)]).toEqual([unknown, known]);
  });

  test('can be made although a thread died while it made one', () => {
    const recent = new RecentIds(10);
    // As thread 7 leaves it when it ends between taking the lock and giving it.
    new Int32Array(recent.memory.control)[0] = 8;
    recent.freeLock(7);
    recent.releaseClaims();
    expect(statesIn(claim(recent, randomId()))).toEqual([unknown]);
  });

  test('is settled also when its table was emptied meanwhile', () => {
    const recent = new RecentIds(4);
    const id = randomId();
    const mine = claim(recent, id);
    add(recent, Array.from({ length: 20 }, randomId));
    recent.settle(mine, 'known');
    expect(knows(recent, id)).toBe(true);
  });

  test('says nothing of the same id of another shop', () => {
    const recent = new RecentIds(10, 'north');
    const id = randomId();
    recent.settle(claim(recent, id), 'known');
    expect(statesIn(claim(new RecentIds(recent.memory, 'south'), id))).toEqual([unknown]);
  });
});

import type { AnonymousRecord } from '@edgecart/sdk';
import { expect, test } from 'vitest';
import { tellRecord } from './record-words.ts';

const nameOf = (id: string) => ({ a: 'Bananas', b: 'White milk' })[id] ?? id;

test('a count is told as one thing that happened to one product on one day, or, bought, in one hour', () => {
  const record = { id: '0', kind: 'count', type: 'add_to_cart', item: 'a', hour: '2026-11-23T00' } as const;
  expect(tellRecord(record, nameOf)).toEqual({ what: 'Bananas was put into a cart', when: '2026-11-23' });
  expect(tellRecord({ ...record, type: 'purchase', hour: '2026-11-23T09' }, nameOf)).toEqual({
    what: 'Bananas was bought',
    when: '2026-11-23, between 09:00 and 09:59 UTC',
  });
  expect(tellRecord({ ...record, shown: { model: 'none', slot: 0 } }, nameOf).what).toBe(
    'Bananas was put into a cart, after we suggested it',
  );
});

test('a path is told in its order', () => {
  const record: AnonymousRecord = { id: '0', kind: 'path', items: ['a', 'b'], day: '2026-11-23', bought: false };
  expect(tellRecord(record, nameOf)).toEqual({ what: 'Bananas, then White milk: none was bought', when: '2026-11-23' });
});

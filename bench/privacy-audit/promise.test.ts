import { expect, test } from 'vitest';
import type { Attacked } from './attack-streams.ts';
import { broken, tellsMembers } from './promise.ts';

const attacked = (stream: string, found: Partial<Attacked>): Attacked => ({
  stream,
  secret_advantage: 0,
  secret_95: [0, 0],
  secret_cases: 1,
  secret_without_stream: 0,
  link_advantage: 0,
  link_95: [0, 0],
  link_cases: 1,
  link_without_stream: 0,
  link_by_kind: {},
  singled_out: 0,
  shoppers: 1,
  claims: 0,
  true_claims: 0,
  ...found,
});
const open = attacked('pseudonymous', { secret_advantage: 1, link_advantage: 1 });

test('a stream that tells nothing, beside one that tells all, keeps the promise', () => {
  expect(broken('small', [attacked('anonymous', {}), open])).toEqual([]);
});

test('each advantage over the limit and each household singled out breaks it', () => {
  const leaky = attacked('anonymous', { secret_advantage: 0.06, link_advantage: 0.2, singled_out: 1 });
  expect(broken('small', [leaky, open])).toEqual([
    'small: secret_advantage is 0.06, more than 0.05',
    'small: link_advantage is 0.2, more than 0.05',
    'small: singled_out is 1, more than 0',
  ]);
});

test('an attack that finds nothing where everything lies open proves nothing', () => {
  expect(broken('small', [attacked('anonymous', {}), attacked('pseudonymous', { link_advantage: 0.9 })])).toEqual([
    'small: the attack has not proved itself, secret_advantage on pseudonyms is 0, less than 0.5',
  ]);
});

test('a model that tells too well whose records taught it breaks it', () => {
  const found = { membership_95: [0, 1] as [number, number], shoppers: 1, models: 8, least_records: 20 };
  expect(tellsMembers('small', { ...found, membership_advantage: 0.2 })).toEqual([]);
  expect(tellsMembers('small', { ...found, membership_advantage: 0.43 })).toEqual([
    'small: membership_advantage is 0.43, more than 0.25',
  ]);
});

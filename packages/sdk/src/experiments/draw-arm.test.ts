import fc from 'fast-check';
import { expect, test } from 'vitest';
import { armAt, drawRanks, toldArm, turned } from './draw-arm.ts';
import { checkExperiment } from './experiment.ts';

/** Numbers that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const many = 20_000;
const shares = (drawn: number[], count: number) =>
  Array.from({ length: count }, (_, arm) => drawn.filter((each) => each === arm).length / drawn.length);

test('arms are drawn as their shares say, by page and by device', () => {
  const arms = [{ share: 0.7 }, { share: 0.25 }, { share: 0.05 }];
  const random = seeded(1);
  for (const number of [random, (at: number) => turned(at, 'prices')]) {
    const found = shares(
      Array.from({ length: many }, (_, at) => armAt(arms, number(at))),
      3,
    );
    for (const [arm, { share }] of arms.entries()) expect(Math.abs((found[arm] ?? 0) - share)).toBeLessThan(0.01);
  }
});

test('a device is in the same arm each time, and two experiments divide devices independently', () => {
  const half = [{ share: 0.5 }, { share: 0.5 }];
  const both = Array.from({ length: many }, (_, draw) => {
    expect(turned(draw, 'one')).toBe(turned(draw, 'one'));
    return armAt(half, turned(draw, 'one')) === armAt(half, turned(draw, 'two')) ? 1 : 0;
  });
  expect(Math.abs(both.reduce<number>((sum, each) => sum + each, 0) / many - 0.5)).toBeLessThan(0.015);
});

test('what is told is the truth as often as it should be, and else each other arm as often', () => {
  const random = seeded(2);
  const found = shares(
    Array.from({ length: many }, () => toldArm(1, 3, 0.6, random)),
    3,
  );
  for (const [arm, expected] of [0.2, 0.6, 0.2].entries())
    expect(Math.abs((found[arm] ?? 0) - expected)).toBeLessThan(0.015);
});

test('each rank is drawn equally often, and none twice', () => {
  const random = seeded(3);
  const counts = Array.from({ length: 12 }, () => 0);
  for (let round = 0; round < many; round++) {
    const ranks = drawRanks(12, 3, random);
    expect(new Set(ranks).size).toBe(3);
    for (const rank of ranks) counts[rank] = (counts[rank] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count / many - 3 / 12)).toBeLessThan(0.02);
});

test('more are asked for than there are: all of them are drawn', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 30 }), (pool, limit) => {
      const ranks = drawRanks(pool, limit, Math.random);
      expect(ranks.length).toBe(Math.min(pool, limit));
      expect(new Set(ranks).size).toBe(ranks.length);
      for (const rank of ranks) expect(rank).toBeLessThan(pool);
    }),
  );
});

test.each([
  [{ name: '', arms: [] }, '`name` must be a text'],
  [{ name: 'x', arms: [{ name: 'a', share: 1 }] }, '`arms` must be a list of 2 to 7'],
  [
    {
      name: 'x',
      arms: [
        { name: 'a', share: 0.995 },
        { name: 'b', share: 0.005 },
      ],
    },
    'the share of b must be from 0.01',
  ],
  [
    {
      name: 'x',
      arms: [
        { name: 'a', share: 0.5 },
        { name: 'b', share: 0.4 },
      ],
    },
    'the shares sum to 0.9, not to 1',
  ],
  [
    {
      name: 'x',
      arms: [
        { name: 'a', share: 0.5 },
        { name: 'a', share: 0.5 },
      ],
    },
    'two arms have the same name',
  ],
  [
    {
      name: 'x',
      truth: 0.5,
      arms: [
        { name: 'a', share: 0.5 },
        { name: 'b', share: 0.5 },
      ],
    },
    '`truth` must be above 0.50',
  ],
])('%j is refused: %s', (experiment, message) => {
  expect(() => checkExperiment(experiment)).toThrow(message);
});

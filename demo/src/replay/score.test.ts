import { expect, test } from 'vitest';
import { addUp, formatRate, popularNotInCart, scoreStep, tally } from './score.ts';

const bestFirst = Array.from({ length: 30 }, (_, at) => `p${at}`);

test('the popularity list leaves out what is in the cart and is filled up from below', () => {
  expect(popularNotInCart(bestFirst, ['p1', 'p3'], 4)).toEqual(['p0', 'p2', 'p4', 'p5']);
  expect(popularNotInCart(['a'], ['a'])).toEqual([]);
});

test('a hit is the very next product among the first ten', () => {
  const basket = ['p5', 'x', 'p11'];
  const suggestions = ['a', 'x', ...Array.from({ length: 9 }, (_, at) => `s${at}`), 'p11'];
  expect(scoreStep(basket, 1, suggestions, bestFirst)).toMatchObject({ next: 'x', hit: true, popularHit: false });
  // p11 stands at place 12 of the suggestions: too late to be seen.
  expect(scoreStep(basket, 2, suggestions, bestFirst)).toMatchObject({ next: 'p11', hit: false, popularHit: false });
});

test('both lists are asked for the same product, with the same cart', () => {
  // With p0 in the cart the popularity list reaches one further down.
  expect(scoreStep(['p0', 'p10'], 1, [], bestFirst).popularHit).toBe(true);
  expect(scoreStep(['x', 'p10'], 1, [], bestFirst).popularHit).toBe(false);
});

test('there is nothing to score past the end of a basket', () => {
  expect(() => scoreStep(['a'], 1, [], bestFirst)).toThrow(RangeError);
});

test('steps and baskets are added up by guesses, not by baskets', () => {
  const steps = [scoreStep(['a', 'b'], 1, ['b'], bestFirst), scoreStep(['a', 'p0'], 1, [], bestFirst)];
  const first = tally(steps);
  expect(first).toEqual({ guesses: 2, hits: 1, popularHits: 1 });
  expect(addUp([first, { guesses: 8, hits: 4, popularHits: 0 }])).toEqual({ guesses: 10, hits: 5, popularHits: 1 });
});

test('a rate of nothing is a dash', () => {
  expect(formatRate(0, 0)).toBe('–');
  expect(formatRate(1, 8)).toBe('12.5 %');
});

import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeShops, isKeyless } from './shops.ts';

const shop = { name: 'a', keys: ['wk_aaaa'], origins: ['https://a.example'] };

test('without any shop there is one without a key, for any origin', () => {
  const shops = completeShops(undefined, { models: '/models' });
  expect(shops).toEqual([
    {
      name: 'default',
      keys: [],
      origins: 'any',
      models: '/models',
      requestsPerMinute: undefined,
      catalogue: undefined,
      readKeys: [],
    },
  ]);
  expect(isKeyless(shops)).toBe(true);
});

test('each shop has a folder of models of its own', () => {
  const shops = completeShops([shop, { ...shop, name: 'b', keys: ['wk_bbbb'], models: 'elsewhere' }], {
    models: '/models',
  });
  expect(shops.map(({ models }) => models)).toEqual(['/models/a', resolve('elsewhere')]);
  expect(isKeyless(shops)).toBe(false);
  expect(isKeyless(completeShops([shop], { models: '/models' }))).toBe(false);
});

describe('a shop is refused', () => {
  test.each([
    ['for its name', { name: 'A b' }, /^shops\[0\].name must be 1 to 32 lower-case letters.*, not "A b"$/],
    ['for a name that is a path', { name: '../x' }, /^shops\[0\].name must be/],
    ['without keys', { keys: [] }, /^shops\[0\].keys must hold a write key such as/],
    ['for a key', { keys: ['aaaa'] }, /^shops\[0\].keys\[0\] must be "wk_" and 4 to 64/],
    ['for a key with a slash', { keys: ['wk_aaaa', 'wk_a/../b'] }, /^shops\[0\].keys\[1\] must be "wk_"/],
    ['for a key that it has twice', { keys: ['wk_aaaa', 'wk_aaaa'] }, /"wk_aaaa" is there twice/],
    ['without origins', { origins: [] }, /^shops\[0\].origins must hold an origin such as "https:.*, or be "any"$/],
    [
      'for a path',
      { origins: ['https://a.example/'] },
      /, not "https:\/\/a.example\/"; did you mean "https:\/\/a.example"\?$/,
    ],
    [
      'for a read key that can be guessed',
      { readKeys: ['rk_short'] },
      /^shops\[0\].readKeys\[0\] must be "rk_" and 16/,
    ],
    ['for a write key to read with', { readKeys: ['wk_aaaaaaaaaaaaaaaaaaaaa'] }, /readKeys\[0\] must be "rk_"/],
    ['for a default port', { origins: ['https://a.example:443'] }, /did you mean "https:\/\/a.example"\?$/],
    ['for capitals', { origins: ['https://A.example'] }, /did you mean "https:\/\/a.example"\?$/],
    ['for a host alone', { origins: ['a.example'] }, /origins\[0\] must be an origin such as .*, not "a.example"$/],
    ['for an opaque origin', { origins: ['null'] }, /origins\[0\] must be an origin/],
    ['for another scheme', { origins: ['file:///x'] }, /origins\[0\] must be an origin/],
    ['for a pattern', { origins: ['https://*.a.example'] }, /origins\[0\] must be an origin/],
  ])('%s', (_name, change, message) => {
    expect(() => completeShops([{ ...shop, ...change }], { models: '/models' })).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(message) }),
    );
  });

  test('for the name or the key of another', () => {
    expect(() => completeShops([shop, { ...shop, keys: ['wk_bbbb'] }], { models: '/m' })).toThrow(
      'shops[1].name "a" is there twice',
    );
    expect(() => completeShops([shop, { ...shop, name: 'b' }], { models: '/m' })).toThrow(
      'shops[1].keys[0] "wk_aaaa" is there twice',
    );
  });
});

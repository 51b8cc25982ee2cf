import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SurfaceItem } from '../surfaces/index.ts';
import { fillUrl, safeUrl } from './safe-url.ts';
import { chooseLanguage, texts } from './texts.ts';
import { priceWords, reasonWords } from './words.ts';

const shown = (source: SurfaceItem['source'], reason: Partial<SurfaceItem['reason']>): SurfaceItem => ({
  item_id: 'x',
  score: 1,
  source,
  reason: { text: '', ...reason },
});

test('every language says everything, and names the product where one is named', () => {
  for (const [tag, language] of Object.entries(texts)) {
    expect(Object.keys(language.headings), tag).toEqual(Object.keys(texts.en?.headings ?? {}));
    for (const [name, text] of Object.entries(language)) {
      if (typeof text !== 'string') continue;
      expect(text.length, `${tag} ${name}`).toBeGreaterThan(2);
      const named = ['added', 'bought', 'lookedAt', 'similar', 'add'].includes(name);
      expect(text.split('{name}').length, `${tag} ${name}`).toBe(named ? 2 : 1);
    }
  }
});

test('a language is found by its region, by itself, or is English; the shop may bring its own', () => {
  expect(chooseLanguage('de-CH')).toEqual({ tag: 'de-CH', texts: texts.de });
  expect(chooseLanguage('da')).toEqual({ tag: 'en', texts: texts.en });
  expect(chooseLanguage('constructor').tag).toBe('en');
  const own = { da: { ...chooseLanguage('en').texts, popular: 'Populært nu' } };
  expect(reasonWords(shown('trending', {}), chooseLanguage('da', own))).toBe('Populært nu');
});

test('a name is put into the reason as it is, and kept from turning an Arabic sentence', () => {
  const reason = { name: '$& {name} $1', did: 'bought' as const };
  expect(reasonWords(shown('model', reason), chooseLanguage('en'))).toBe('Because you bought $& {name} $1');
  expect(reasonWords(shown('same-category', { name: 'Tea' }), chooseLanguage('ar'))).toContain('\u2068Tea\u2069');
  expect(reasonWords(shown('pinned', { name: 'Tea' }), chooseLanguage('en'))).toBe('From our shop');
});

test('prices follow language and region, and survive a currency or a language that is none', () => {
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  expect(plain(priceWords(1234.5, 'EUR', chooseLanguage('de')))).toBe('1.234,50 €');
  expect(plain(priceWords(1234.5, 'JPY', chooseLanguage('en')))).toBe('¥1,235');
  expect(priceWords(2, undefined, chooseLanguage('en'))).toBe('2.00');
  expect(priceWords(2, 'money', chooseLanguage('en'))).toBe('2.00');
});

test('only addresses of the web become links, whatever a catalogue says', () => {
  const base = 'https://shop.example/cart';
  expect(safeUrl('/p/1', base)).toBe('https://shop.example/p/1');
  expect(safeUrl('//cdn.example/a.jpg', base)).toBe('https://cdn.example/a.jpg');
  for (const wrong of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'http://',
    '',
  ])
    expect(safeUrl(wrong, base), wrong).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(safeUrl(text, base) ?? 'https:').toMatch(/^https?:/);
    }),
  );
});

test('an id in an address cannot leave its place', () => {
  expect(fillUrl('/p?id={item_id}#top', 'a&b=1/../$&')).toBe('/p?id=a%26b%3D1%2F..%2F%24%26#top');
});

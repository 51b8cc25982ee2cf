import { expect, test } from 'vitest';
import { chooseDrawing } from './choose.ts';
import { hueOf, pictureOf } from './picture.ts';

const product = (item_name: string, item_category2: string, item_id = '1') => ({
  item_id,
  item_name,
  price: 1,
  item_category: 'Fruit & vegetables',
  item_category2,
});

test('the same product has the same picture, always', () => {
  const apples = product('Gala apples, 3 lb', 'Apples');
  expect(pictureOf(apples).markup).toBe(pictureOf({ ...apples }).markup);
});

test('products of one kind differ in colour', () => {
  const pictures = Array.from({ length: 12 }, (_, at) => pictureOf(product('Yogurt', 'Yogurt', `id-${at}`)).markup);
  expect(new Set(pictures).size).toBeGreaterThan(3);
});

test('the pack decides before the contents', () => {
  expect(chooseDrawing(product('Canned peaches, 29 oz', 'Canned fruit'))).toBe('can');
  expect(chooseDrawing(product('Peaches', 'Stone fruit'))).toBe('apple');
  expect(chooseDrawing(product('Tomato juice, 46 oz', 'Juice'))).toBe('carton');
  expect(chooseDrawing(product('White milk No. 3, 1 gal', 'Milk & creamer'))).toBe('carton');
});

test('an unknown product still gets a picture, and a name cannot break out of it', () => {
  const strange = product('"><script>alert(1)</script>', '<b>');
  expect(chooseDrawing(strange)).toBe('cart');
  expect(pictureOf(strange).markup).not.toContain('script');
});

test('an unknown aisle has a hue on the wheel', () => {
  expect(hueOf('Moon rocks')).toBeGreaterThanOrEqual(0);
  expect(hueOf('Moon rocks')).toBeLessThan(360);
});

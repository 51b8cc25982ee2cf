import { expect, test } from 'vitest';
import { searchItems } from './search.ts';

const item = (item_id: string, item_name: string, item_category2: string, item_category = 'Pantry') => ({
  item_id,
  item_name,
  price: 1,
  item_category,
  item_category2,
});

const items = [
  item('1', 'Apple Juice 64 oz', 'Juices', 'Drinks'),
  item('2', 'Gala Apples', 'Apples', 'Produce'),
  item('3', 'Crème Fraîche', 'Sour cream', 'Dairy'),
  item('4', 'Whole Milk', 'Milk', 'Dairy'),
];
const ids = (query: string) => searchItems(items, query).map(({ item_id }) => item_id);

test('finds words in names, plural or not, ignoring case and accents', () => {
  expect(ids('APPLE')).toEqual(['1', '2']);
  expect(ids('apples')).toEqual(['2', '1']);
  expect(ids('creme')).toEqual(['3']);
});

test('every word must fit', () => {
  expect(ids('apple juice')).toEqual(['1']);
  expect(ids('apple milk')).toEqual([]);
});

test('finds by aisle, after names', () => {
  expect(ids('dairy')).toEqual(['3', '4']);
});

test('nothing is found by nothing, nor by signs alone', () => {
  expect(ids('')).toEqual([]);
  expect(ids(' <> ')).toEqual([]);
});

import { expect, test } from 'vitest';
import { sensitivity } from './sensitive-categories.ts';

test.each([
  ...[
    'Health & Beauty',
    'Medical aids',
    'Pharmacy',
    'Pregnancy tests',
    'Contraception',
    'Sexual wellness',
    'Intimate care',
  ],
  ...[
    'Incontinence',

    'Adult toys',
    'Erotik',
    'Arzneimittel',
    'Gesundheit',
    'Schwangerschaft',
    'Santé',
    'Salud',
  ],
  ...['Religion & Spirituality', 'Politics', 'Alcoholic drinks', 'Tobacco', 'Parapharmacie', 'Intimpflege'],
])('%s stays on the device where the shop says nothing', (category) => {
  expect(sensitivity()(category)).toBe(true);
});

test.each(['Fruit & vegetables', 'Dairy & eggs', 'Shoes', 'Electronics', 'Toys', 'Home & flowers', '', undefined])(
  '%s does not',
  (category) => {
    expect(sensitivity()(category)).toBe(false);
  },
);

test('a shop that names its own categories, or none, is taken at its word', () => {
  expect(sensitivity(['Shoes'])('Shoes')).toBe(true);
  expect(sensitivity(['Shoes'])('Health & Beauty')).toBe(false);
  expect(sensitivity([])('Health & Beauty')).toBe(false);
});

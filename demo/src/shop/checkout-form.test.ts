import { expect, test } from 'vitest';
import { checkFields } from './checkout-form.ts';

const filled = { name: 'Ada', email: 'ada@example.com', address: '1 Elm St', city: 'Cincinnati', postcode: '45202' };

test('a form that is filled in has no problems', () => {
  expect(checkFields((name) => filled[name])).toEqual([]);
});

test('every empty field is named, in the order of the form', () => {
  expect(checkFields(() => '  ').map(({ field }) => field.name)).toEqual([
    'name',
    'email',
    'address',
    'city',
    'postcode',
  ]);
});

test('an address or a ZIP code that cannot be right is told with an example', () => {
  const wrong = checkFields((name) => ({ ...filled, email: 'ada@', postcode: '4520' })[name]);
  expect(wrong.map(({ problem }) => problem)).toEqual([
    'Please enter an email address such as ada@example.com.',
    'Please enter five digits, such as 45202.',
  ]);
});

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createEdgecart } from '../index.ts';
import { EdgecartProvider, Recommendations, useCart } from './index.ts';

function Shop() {
  useCart([{ item_id: 'apple' }]);
  const fallback = createElement('p', {}, 'A moment …');
  return createElement(Recommendations, { surface: 'cart', fallback, renderItem: ({ item_id }) => item_id });
}

test('a server renders the place that the suggestions will take, and starts nothing', () => {
  const client = createEdgecart({ catalogue: '/catalogue.json' });
  expect(renderToString(createElement(EdgecartProvider, { client }, createElement(Shop)))).toBe('<p>A moment …</p>');
});

test('without a provider the error says what to do', () => {
  expect(() => renderToString(createElement(Shop))).toThrow(/<EdgecartProvider client=/);
});

import { eventNames } from '@edgecart/protocol';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { dataLayer } from './data-layer.ts';
import { listening } from './listening.fixture.ts';
import type { Stop } from './target.ts';

const page = window as unknown as { dataLayer: unknown[] | undefined };
let stop: Stop | undefined;

afterEach(() => {
  stop?.();
  page.dataLayer = undefined;
});

/** As Google's snippet defines it. */
function gtag(..._: unknown[]): void {
  // biome-ignore lint/complexity/noArguments: gtag pushes its arguments object, not an array.
  page.dataLayer?.push(arguments);
}

const shirt = { item_id: 'SKU_12345', item_name: 'Stan and Friends Tee', price: 9.99, quantity: 3 };

test('takes events that were pushed before it was loaded, in both shapes and in order', () => {
  page.dataLayer = [{ 'gtm.start': 1, event: 'gtm.js' }];
  gtag('js', new Date());
  gtag('config', 'G-1');
  gtag('event', 'view_item', { currency: 'USD', value: 30, items: [shirt] });
  page.dataLayer?.push({ ecommerce: null });
  page.dataLayer?.push({ event: 'add_to_cart', ecommerce: { currency: 'USD', items: [shirt] } });
  const { target, events, mistakes, onMistake } = listening();
  stop = dataLayer(target, { onMistake });
  expect(events).toEqual([
    { name: 'view_item', currency: 'USD', items: [shirt] },
    { name: 'add_to_cart', currency: 'USD', items: [shirt] },
  ]);
  expect(mistakes).toEqual([]);
});

test('takes what is pushed later, also when Tag Manager has replaced push, and leaves its answer as it was', () => {
  const { target, events } = listening();
  stop = dataLayer(target);
  const layer = page.dataLayer ?? [];
  const push = layer.push;
  layer.push = (...pushes) => push.apply(layer, pushes);
  expect(layer.push({ event: 'begin_checkout', ecommerce: { items: [shirt] } })).toBe(1);
  expect(events.map(({ name }) => name)).toEqual(['begin_checkout']);
  stop();
  layer.push({ event: 'view_item', ecommerce: { items: [shirt] } });
  expect(events).toHaveLength(1);
});

test('an event takes the ecommerce object that was pushed before it, until that is cleared', () => {
  const { target, events, mistakes, onMistake } = listening();
  stop = dataLayer(target, { onMistake });
  page.dataLayer?.push({ ecommerce: { items: [shirt] } });
  page.dataLayer?.push({ event: 'view_item' });
  page.dataLayer?.push({ ecommerce: null });
  page.dataLayer?.push({ event: 'add_to_cart' });
  expect(events.map(({ name }) => name)).toEqual(['view_item']);
  expect(mistakes[0]).toMatchObject({ where: 'dataLayer[3].ecommerce', reason: expect.stringContaining('push {') });
});

test('view_cart states the cart', () => {
  const { target, carts } = listening();
  stop = dataLayer(target);
  page.dataLayer?.push({ event: 'view_cart', ecommerce: { items: [shirt] } });
  expect(carts).toEqual([[shirt]]);
});

test('passes by what is not e-commerce, and takes nothing along that is not an item’s', () => {
  const { target, events, mistakes, onMistake } = listening();
  stop = dataLayer(target, { onMistake });
  for (const event of ['page_view', 'login', 'add_payment_info', 'refund', 'constructor', '__proto__', 7, {}])
    page.dataLayer?.push({ event, user_data: { email: 'a@b.example' }, ecommerce: { items: [shirt] } });
  page.dataLayer?.push({
    event: 'purchase',
    user_id: 'u1',
    ecommerce: {
      transaction_id: 'T1',
      email: 'a@b.example',
      items: [{ ...shirt, coupon: 'FOR_ANNA', affiliation: 'x' }],
    },
  });
  expect(events).toEqual([{ name: 'purchase', transaction_id: 'T1', items: [shirt] }]);
  expect(mistakes).toEqual([]);
});

test('mistakes say where and what to do, once each, and cost nothing but themselves', () => {
  const { target, events, mistakes, onMistake } = listening();
  stop = dataLayer(target, { onMistake, currency: 'EUR' });
  const items = [{ item_name: 'no id' }, { item_id: 7, price: '9,99 €', currency: 'EUR' }, { ...shirt, price: '9.99' }];
  for (let times = 0; times < 3; times++)
    page.dataLayer?.push({ event: 'view_item_list', ecommerce: { currency: 'USD', items } });
  page.dataLayer?.push({ event: 'view_item', ecommerce: { detail: { products: [] } } });
  page.dataLayer?.push({ event: 'view_item', ecommerce: { items: [{ id: 'old', name: 'Former' }] } });
  expect(events[0]?.items).toEqual([
    { item_id: '7' },
    { item_id: 'SKU_12345', item_name: 'Stan and Friends Tee', quantity: 3 },
  ]);
  expect(events.at(-1)?.items).toEqual([{ item_id: 'old', item_name: 'Former' }]);
  expect(mistakes.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
    expect.stringMatching(/items\[0\]\.item_id: undefined is not an id; give the id that catalogue.json has/),
    expect.stringMatching(/items\[1\]\.price: "9,99 €" is not a number/),
    expect.stringMatching(/items\[2\]\.price: is in USD, the shop's currency is EUR/),
    expect.stringMatching(/`detail` is of Universal Analytics/),
    expect.stringMatching(/items\[0\]\.id: is Universal Analytics' name/),
    expect.stringMatching(/items\[0\]\.name: is Universal Analytics' name/),
  ]);
});

test('whatever is pushed, it never throws, and what it tells are items with ids', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.anything({ withNullPrototype: true }),
          fc.record({
            event: fc.oneof(fc.constantFrom(...eventNames), fc.anything()),
            ecommerce: fc.oneof(fc.anything(), fc.record({ items: fc.array(fc.anything()), currency: fc.anything() })),
          }),
        ),
        { maxLength: 8 },
      ),
      (pushes) => {
        page.dataLayer = undefined;
        const { target, events } = listening();
        const end = dataLayer(target, {
          onMistake: () => {
            throw new Error('a listener of the shop’s own');
          },
        });
        const layer: unknown[] | undefined = Reflect.get(window, 'dataLayer');
        for (const push of pushes) layer?.push(push);
        end();
        for (const { items } of events) for (const { item_id } of items) expect(item_id).toMatch(/\S/);
      },
    ),
    { numRuns: 300 },
  );
});

test('a dataLayer that is no array is replaced, and told of', () => {
  Object.assign(window, { dataLayer: 'what?' });
  const { target, events, mistakes, onMistake } = listening();
  stop = dataLayer(target, { onMistake });
  page.dataLayer?.push({ event: 'view_item', ecommerce: { items: [shirt] } });
  expect(events).toHaveLength(1);
  expect(mistakes[0]?.reason).toContain('not an array');
});

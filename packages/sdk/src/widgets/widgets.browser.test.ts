import axe from 'axe-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { type CatalogueItem, createEdgecart, type Edgecart } from '../index.ts';
import type { SurfaceAnswer } from '../surfaces/index.ts';
import { type ChosenItem, defineWidgets } from './index.ts';

/** Other work may keep the machine busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

const items: CatalogueItem[] = ['apple', 'pear', 'bread', 'roll', 'milk', 'butter', 'eggs', 'soap'].map((id, i) => ({
  item_id: id,
  item_name: i === 1 ? `Pear <img src=x onerror="document.title='hacked'">` : `Fresh ${id}`,
  price: i + 0.5,
  item_category: ['fruit', 'fruit', 'bakery', 'bakery', 'dairy', 'dairy', 'dairy', 'home'][i] ?? '',
  url: i === 2 ? 'javascript:document.title="hacked"' : `/product?id=${id}`,
  ...(i !== 3 && { image: `/${id}.svg` }),
}));

let open: (client: Edgecart) => void;
let client: Edgecart;
let shifts = 0;

beforeAll(() => {
  // The widget is defined before there is a client, as on a page whose SDK comes late.
  const ready = new Promise<Edgecart>((resolve) => {
    open = resolve;
  });
  defineWidgets(ready, { currency: 'EUR' });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts += (entry as PerformanceEntry & { value?: number }).value ?? 0;
  }).observe({ type: 'layout-shift', buffered: true });
  document.documentElement.lang = 'en';
  document.title = 'Shop';
});

function put(attributes: string, inside = ''): HTMLElement {
  const host = document.createElement('main');
  // Markup of the test's own.
  host.innerHTML = `<edgecart-recommendations ${attributes}>${inside}</edgecart-recommendations><p id="below">Below.</p>`;
  document.body.replaceChildren(host);
  const element = host.querySelector('edgecart-recommendations');
  if (!(element instanceof HTMLElement)) throw new Error('The element is missing.');
  return element;
}
const inside = (element: HTMLElement, selector: string) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
];
const names = (element: HTMLElement) => inside(element, '[part~=name]').map(({ textContent }) => textContent);
const shown = (element: HTMLElement) => eventually(() => element.dataset.state).toBe('shown');

test('room is held before there is a client, and nothing moves when the answer comes', async () => {
  const element = put('surface="home" limit="4"');
  await eventually(() => element.dataset.state).toBe('pending');
  const before = element.getBoundingClientRect().height;
  expect(before).toBeGreaterThan(150);
  const below = document.querySelector('#below')?.getBoundingClientRect().top;
  const shiftsBefore = shifts;
  client = createEdgecart({ catalogue: items });
  open(client);
  await shown(element);
  await new Promise(requestAnimationFrame);
  expect(element.getBoundingClientRect().height).toBe(before);
  expect(document.querySelector('#below')?.getBoundingClientRect().top).toBe(below);
  expect(shifts - shiftsBefore).toBe(0);
});

describe('with a client', () => {
  beforeEach(() => document.body.replaceChildren());
  afterEach(async () => {
    vi.restoreAllMocks();
    client.cart.set([]);
    await client.forget();
  });

  test.each(['', 'layout="grid" add-button', 'lang="ar" layout="grid"', 'heading="" heading-level="3"'])(
    'axe finds nothing with %s',
    async (attributes) => {
      const element = put(`limit="4" ${attributes}`);
      await shown(element);
      const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
      expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([]);
    },
  );

  test('what the catalogue says is never markup, and no link runs a script', async () => {
    const element = put('limit="8"');
    await shown(element);
    expect(names(element)).toContain(items[1]?.item_name);
    expect(document.title).toBe('Shop');
    const card = inside(element, 'li[data-item-id=bread] [part~=link]')[0];
    expect(card?.tagName).toBe('BUTTON');
    expect(inside(element, 'li[data-item-id=milk] a')[0]).toHaveProperty(
      'href',
      new URL('/product?id=milk', location.href).href,
    );
  });

  test('prices and reasons are in the language of the page', async () => {
    client.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
    const element = put('lang="de-AT" limit="3"');
    await shown(element);
    const text = () => inside(element, 'li[data-item-id=pear]')[0]?.textContent ?? '';
    await eventually(text).toContain('Ähnlich wie Fresh apple');
    expect(text().replaceAll('\u00a0', ' ')).toContain('Preis: € 1,50');
    expect(inside(element, 'h2')[0]?.textContent).toBe('Für Sie');
    element.lang = 'ar';
    await eventually(() => inside(element, 'section')[0]?.dir).toBe('rtl');
    await shown(element);
    expect(inside(element, 'h2')[0]?.textContent).toBe('مختارات لك');
  });

  test('a keyboard reaches every card, and choosing one is told before the page is left', async () => {
    const chosen: ChosenItem[] = [];
    const element = put('limit="3" surface="mine"');
    element.addEventListener('edgecart-select', (event) => {
      event.preventDefault();
      chosen.push((event as CustomEvent<ChosenItem>).detail);
    });
    await shown(element);
    for (let i = 0; i < 2; i++) await userEvent.keyboard('{Tab}');
    await userEvent.keyboard('{Enter}');
    expect(chosen).toMatchObject([{ surface: 'mine', index: 1 }]);
    await eventually(async () => (await client.insights()).cleaning.map(({ event }) => event)).toContain('select_item');
    const focused = element.shadowRoot?.activeElement;
    const described = element.shadowRoot?.getElementById(focused?.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toMatch(/^(From our shop|Similar to .+)$/);
  });

  test('cards that were seen are told once, and only those', async () => {
    const track = vi.spyOn(client, 'track');
    const told = () =>
      track.mock.calls.flatMap(([{ name, items: listed }]) =>
        name === 'view_item_list' ? listed.map(({ item_id, item_list_id }) => `${item_list_id} ${item_id}`) : [],
      );
    const element = put('limit="8" surface="product" style="inline-size: 24rem"');
    await shown(element);
    await eventually(() => told().length).toBeGreaterThan(0);
    const last = inside(element, 'li')[7]?.dataset.itemId;
    expect(told()).not.toContain(`edgecart:product ${last}`);
    inside(element, 'ul')[0]?.scrollTo({ left: 10_000 });
    await eventually(told).toContain(`edgecart:product ${last}`);
    client.track({ name: 'view_item', items: [{ item_id: 'milk' }] });
    await eventually(() => inside(element, 'li')[0]?.dataset.itemId).not.toBe('apple');
    expect(new Set(told()).size).toBe(told().length);
  });

  test('what is put into the cart leaves the row, and the focus goes on to its successor', async () => {
    const element = put('limit="3" add-button');
    element.addEventListener('edgecart-add', (event) => {
      const { item_id } = (event as CustomEvent<ChosenItem>).detail;
      client.track({ name: 'add_to_cart', items: [{ item_id }] });
    });
    await shown(element);
    const first = inside(element, 'li')[0];
    const added = first?.dataset.itemId;
    first?.querySelector<HTMLElement>('[data-edgecart-act=add]')?.focus();
    await userEvent.keyboard('{Enter}');
    await eventually(() => inside(element, 'li').map((entry) => entry.dataset.itemId)).not.toContain(added);
    expect(element.shadowRoot?.activeElement?.closest('li')).toBe(inside(element, 'li')[0]);
  });

  test('a template of the shop makes the cards, in the page, where its styles reach them', async () => {
    const template = `<template><article class="mine"><a data-edgecart="link"><b data-edgecart="name"></b></a>
      <img data-edgecart="image"><i data-edgecart="brand"></i><span data-edgecart="price"></span><em data-edgecart="reason"></em></article></template>`;
    const element = put('limit="4" currency="USD"', template);
    await shown(element);
    const cards = [...element.querySelectorAll<HTMLElement>('.mine')];
    expect(cards).toHaveLength(4);
    expect(cards[0]?.textContent).toContain('Fresh apple');
    expect(cards[0]?.textContent).toContain('$0.50');
    expect(cards[0]?.querySelector('i')).toBeNull();
    const chosen = new Promise((resolve) => element.addEventListener('edgecart-select', resolve));
    element.addEventListener('click', (event) => event.preventDefault());
    cards[1]?.querySelector('a')?.click();
    expect(await chosen).toMatchObject({ detail: { index: 1 } });
  });

  test('an empty answer gives its room back where that moves nothing', async () => {
    const element = put('surface="recently-viewed"');
    await eventually(() => element.dataset.state).toBe('blank');
    expect(element.getBoundingClientRect().height).toBeGreaterThan(150);
    document.querySelector('main')?.insertAdjacentHTML('afterbegin', '<div style="block-size: 200vh"></div>');
    dispatchEvent(new Event('scroll'));
    await eventually(() => element.dataset.state).toBe('absent');
    expect(element.getBoundingClientRect().height).toBe(0);
  });

  test('the shown event tells the whole answer', async () => {
    const element = put('limit="2"');
    const told: SurfaceAnswer[] = [];
    element.addEventListener('edgecart-shown', (event) => told.push((event as CustomEvent<SurfaceAnswer>).detail));
    await shown(element);
    expect(told[0]).toMatchObject({ surface: 'home', items: [{ item_id: 'apple' }, {}] });
  });
});

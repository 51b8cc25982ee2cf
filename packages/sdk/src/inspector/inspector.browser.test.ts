import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createEdgecart, type Edgecart } from '../index.ts';
import { type Inspector, openInspector } from './index.ts';

const catalogue = ['apple', 'pear', 'bread'].map((item_id, i) => ({
  item_id,
  item_name: `Fresh <b>${item_id}</b>`,
  price: i + 1,
  item_category: i < 2 ? 'fruit' : 'bakery',
}));

/** Other work may keep the machine busy. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });

let client: Edgecart | undefined;
let inspector: Inspector | undefined;
afterEach(async () => {
  inspector?.close();
  await client?.forget();
  await client?.close();
});

const root = () => document.querySelector('[data-edgecart-overlay]')?.shadowRoot;
const part = (id: string) => root()?.querySelector(`[data-part=${id}]`)?.textContent ?? '';

function open(): Edgecart {
  client = createEdgecart({ catalogue, onDiagnostic: (diagnostic) => inspector?.tell(diagnostic) });
  inspector = openInspector(client);
  return client;
}

test('shows events with what cleaning did, features, suggestions, consent and what left', async () => {
  const edgecart = open();
  edgecart.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
  edgecart.track({ name: 'add_to_cart', items: [{ item_id: 'bread', quantity: 2 }] });
  await eventually(() => part('cart')).toContain('2 × Fresh <b>bread</b>');
  await eventually(() => part('events')).toMatch(/add_to_cart.*view_item/s);
  await eventually(() => part('suggestions')).toMatch(/Fresh <b>pear<\/b>.*same-category/s);
  expect(part('session')).toContain('1 views, 1 adds');
  const bars = [...(root()?.querySelectorAll<HTMLElement>('[data-part=session] i') ?? [])];
  expect(bars.map(({ style }) => style.inlineSize).slice(2)).toEqual(['67%', '33%']);
  expect(part('runtime')).toContain('store off, remember off, send off');
  expect(part('ledger')).toBe('Nothing.');
  expect(root()?.querySelector('aside b:not([aria-hidden])')).toBeNull();
});

test('a broken event is shown with its reason', async () => {
  open();
  await eventually(() => root()?.querySelector('details')?.hidden).toBe(false);
  root()?.querySelector<HTMLElement>('[data-testid=send-broken-event]')?.click();
  await eventually(() => part('events')).toContain('rejected');
  await eventually(() => part('diagnostics')).toContain('event-rejected');
});

test('axe finds nothing', async () => {
  document.title = 'Shop';
  document.documentElement.lang = 'en';
  open();
  await eventually(() => part('suggestions')).toContain('score');
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([]);
});

test('the keyboard closes and opens it, and the focus goes along', async () => {
  open();
  root()?.querySelector<HTMLElement>('#title')?.focus();
  await userEvent.keyboard('{Escape}');
  expect(root()?.querySelector('aside')?.hidden).toBe(true);
  expect(document.documentElement.dataset.edgecartInspector).toBe('closed');
  expect(root()?.activeElement?.className).toBe('open');
  await userEvent.keyboard('{Enter}');
  expect(root()?.activeElement?.id).toBe('title');
});

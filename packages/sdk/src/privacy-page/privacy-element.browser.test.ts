import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { type AnonymousRecord, createEdgecart, type Edgecart, type LedgerEntry } from '../index.ts';
import { definePrivacyElement, EdgecartPrivacy } from './index.ts';

const hostile = '<img src=x onerror="window.broken = true">';
const records: AnonymousRecord[] = [
  { id: '0'.repeat(32), kind: 'count', type: 'add_to_cart', item: 'apple', hour: '2026-11-24T09' },
  { id: '1'.repeat(32), kind: 'path', items: ['pear', hostile], day: '2026-11-24', bought: false },
];
const entries: LedgerEntry[] = records.map((record, i) => ({
  record,
  sentMs: Date.UTC(2026, 10, 24, 9, i),
  json: JSON.stringify(record),
}));

let client: Edgecart | undefined;
afterEach(async () => {
  document.body.replaceChildren();
  await client?.forget();
  await client?.close();
  client = undefined;
});

/** The element with the real client; what left is given, for nothing leaves here. */
async function open(
  left: LedgerEntry[] = [],
): Promise<{ element: EdgecartPrivacy; root: ShadowRoot; edgecart: Edgecart }> {
  definePrivacyElement();
  const edgecart = createEdgecart({ memoryOnly: true });
  client = edgecart;
  const element = document.createElement('edgecart-privacy');
  if (!(element instanceof EdgecartPrivacy)) throw new Error('edgecart-privacy is not defined');
  let ledger = left;
  element.client = {
    consent: edgecart.consent,
    insights: edgecart.insights,
    ledger: async () => ledger,
    async forget() {
      ledger = [];
      await edgecart.forget();
    },
  };
  document.body.append(element);
  await element.refresh();
  if (element.shadowRoot === null) throw new Error('the element was not built');
  return { element, root: element.shadowRoot, edgecart };
}

test('shows every record that left in words and byte for byte, and never as HTML', async () => {
  const { root } = await open(entries);
  const shown = [...root.querySelectorAll('pre')].map((pre) => pre.textContent);
  expect(shown).toEqual(entries.map(({ json }) => json).reverse());
  expect(root.textContent).toContain('apple was put into a cart');
  expect(root.textContent).toContain('none was bought');
  expect(root.querySelector('img')).toBeNull();
  expect((window as { broken?: boolean }).broken).toBeUndefined();
});

test('switches change what holds at once, and bring along what they need', async () => {
  const { element, root, edgecart } = await open();
  const told: unknown[] = [];
  element.addEventListener('edgecart-consent', (event) => told.push((event as CustomEvent).detail));
  root.querySelector<HTMLInputElement>('#send')?.click();
  await expect.poll(async () => (await edgecart.insights()).consent.send).toBe(true);
  root.querySelector<HTMLInputElement>('#send')?.click();
  await expect.poll(async () => (await edgecart.insights()).consent.send).toBe(false);
  root.querySelector<HTMLInputElement>('#remember')?.click();
  expect(told.at(-1)).toEqual({ store: true, remember: true, send: false });
});

test('forgetting empties the list and says so', async () => {
  const { root } = await open(entries);
  root.querySelector<HTMLButtonElement>('.forget button')?.click();
  await expect.poll(() => root.querySelector('[role=status]')?.textContent).toMatch(/wiped/);
  await expect.poll(() => root.querySelectorAll('pre').length).toBe(0);
});

test('what left can be saved as a file that holds the same bytes', async () => {
  const { root } = await open(entries);
  const saved = new Promise<{ name: string; href: string }>((resolve) => {
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      HTMLAnchorElement.prototype.click = click;
      resolve({ name: this.download, href: this.href });
    };
  });
  root.querySelector<HTMLButtonElement>('.head button')?.click();
  const { name, href } = await saved;
  expect(name).toMatch(/\.json$/);
  const file = (await (await fetch(href)).json()) as LedgerEntry[];
  expect(file.map(({ json }) => json)).toEqual(entries.map(({ json }) => json).reverse());
});

test('axe finds nothing to complain about', async () => {
  await open(entries);
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`)).toEqual([]);
});

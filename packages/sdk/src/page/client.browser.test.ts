import { afterEach, expect, test, vi } from 'vitest';
import { createEdgecart, type Diagnostic, type Edgecart, type EdgecartOptions, OptionError } from '../index.ts';

const catalogue = ['apple', 'pear', 'bread', 'milk', 'butter', 'eggs'].map((item_id, i) => ({
  item_id,
  item_name: item_id,
  price: i + 1,
  item_category: i < 2 ? 'fruit' : 'other',
}));

const clients: Edgecart[] = [];
function open(options: EdgecartOptions = {}) {
  const diagnostics: Diagnostic[] = [];
  const client = createEdgecart({ catalogue, onDiagnostic: (diagnostic) => diagnostics.push(diagnostic), ...options });
  clients.push(client);
  return { client, diagnostics, codes: () => diagnostics.map(({ code }) => code) };
}
afterEach(async () => {
  for (const client of clients.splice(0)) {
    await client.forget();
    await client.close();
  }
  vi.restoreAllMocks();
});

test.each(['auto', 'none'] as const)('with worker %s, what was tracked counts in the next answer', async (worker) => {
  const { client } = open({ worker });
  client.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
  const answer = await client.recommend({ surface: 'product', limit: 3 });
  expect(answer.items.map(({ item_id }) => item_id)).toEqual(['pear', 'bread', 'milk']);
  expect(answer.items[0]).toMatchObject({
    source: 'same-category',
    reason: { text: 'Similar to apple', because: 'apple' },
  });
  expect((await client.insights()).runtime.place).toBe(worker === 'auto' ? 'worker' : 'page');
});

test('suggestions follow the cart live, and what lies in it is not suggested', async () => {
  const { client } = open();
  const answers: string[][] = [];
  client.onRecommendations({ surface: 'cart', limit: 3 }, ({ items }) =>
    answers.push(items.map(({ item_id }) => item_id)),
  );
  await expect.poll(() => answers.at(-1)).toEqual(['apple', 'pear', 'bread']);
  client.cart.set([]);
  client.cart.set([{ item_id: 'pear' }]);
  await expect.poll(() => answers.at(-1)).toEqual(['apple', 'bread', 'milk']);
  client.cart.set([{ item_id: 'pear' }, { item_id: 'apple' }]);
  await expect.poll(() => answers.at(-1)).toEqual(['bread', 'milk', 'butter']);
  const { cart, session } = await client.insights();
  expect(cart).toMatchObject({ quantity: 2, value: 3 });
  expect(session.adds).toBe(2);
});

test('track never throws, and a wrong event is told with its reason while the rest goes on', async () => {
  const { client, diagnostics } = open();
  for (const wrong of [undefined, null, 7, {}, { name: 'nope', items: [] }, { name: 'view_item', items: () => {} }])
    client.track(wrong as never);
  client.cart.set('everything' as never);
  client.track({ name: 'view_item', items: [{ item_id: 'apple' }] });
  await expect.poll(async () => (await client.insights()).session.views).toBe(1);
  expect(diagnostics.filter(({ code }) => code === 'event-rejected')).toHaveLength(7);
});

test('a worker that is refused is replaced by the page, and told', async () => {
  const { client, codes } = open({
    worker: () => {
      throw new DOMException('no', 'SecurityError');
    },
  });
  expect((await client.recommend({ limit: 2 })).items).toHaveLength(2);
  expect(codes()).toContain('worker-unavailable');
  expect((await client.insights()).runtime.place).toBe('page');
});

test('a worker whose file is missing is replaced by the page', async () => {
  const { client, codes } = open({ workerUrl: '/no-such-worker.js' });
  expect((await client.recommend({ limit: 2 })).items).toHaveLength(2);
  expect(codes()).toContain('worker-unavailable');
});

test('a model that cannot be had leaves the ladder', async () => {
  const { client, codes } = open({ model: '/no-such-model' });
  expect((await client.recommend({ limit: 2 })).items).toMatchObject([{ source: 'catalogue-order' }, {}]);
  await expect.poll(codes).toContain('model-refused');
});

test('before consent nothing is stored; after it the state outlives the page; forgetting wipes it', async () => {
  const databases = async () => (await indexedDB.databases()).map(({ name }) => name);
  indexedDB.deleteDatabase('edgecart');
  const { client } = open();
  client.cart.set([]);
  client.cart.set([{ item_id: 'milk' }]);
  expect((await client.insights()).runtime.store).toBe('memory');
  expect(await databases()).not.toContain('edgecart');
  expect(localStorage.length + sessionStorage.length).toBe(0);

  client.consent({ store: true });
  await expect.poll(async () => (await client.insights()).runtime.store).toBe('indexeddb');
  await client.close();

  const { client: next } = open();
  await expect.poll(async () => (await next.insights()).cart.quantity).toBe(1);
  expect((await next.insights()).session.adds).toBe(1);
  await next.forget();
  expect(localStorage.length + sessionStorage.length).toBe(0);
  expect((await next.insights()).cart.quantity).toBe(0);
  await next.close();

  const { client: last } = open();
  expect((await last.insights()).cart.quantity).toBe(0);
});

test('a client that keeps to memory neither reads nor wipes what another one stored', async () => {
  const { client } = open();
  client.consent({ store: true });
  client.cart.set([{ item_id: 'milk' }]);
  await expect.poll(async () => (await client.insights()).runtime.store).toBe('indexeddb');
  const { client: own } = open({ memoryOnly: true });
  own.consent({ store: true });
  expect((await own.insights()).cart.quantity).toBe(0);
  expect((await own.insights()).runtime.store).toBe('memory');
  await own.forget();
  await own.close();
  await client.close();
  const { client: next } = open();
  await expect.poll(async () => (await next.insights()).cart.quantity).toBe(1);
});

test('what was bought is not suggested again, and is named as bought', async () => {
  const { client } = open();
  client.track({ name: 'view_item', items: [{ item_id: 'pear' }] });
  client.consent({ store: true, remember: true });
  client.track({ name: 'purchase', items: [{ item_id: 'apple' }], transaction_id: 'T1' });
  const { items } = await client.recommend({ surface: 'thanks', limit: 3 });
  expect(items.map(({ item_id }) => item_id)).not.toContain('apple');
  expect(items[0]?.reason).toMatchObject({ text: 'Similar to apple', because: 'apple', name: 'apple', did: 'bought' });
});

test('Global Privacy Control keeps sending off, whatever was agreed', async () => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true, configurable: true });
  const { client, codes } = open({ collector: 'http://127.0.0.1:9' });
  client.consent({ send: true });
  await expect.poll(async () => (await client.insights()).consent.send).toBe(false);
  expect(codes()).toContain('sending-refused');
  Reflect.deleteProperty(navigator, 'globalPrivacyControl');
});

test('a wrong option is one error that names it and the allowed values', () => {
  const wrong: [EdgecartOptions, RegExp][] = [
    [{ colector: 'x' } as never, /`colector`.*unknown.*collector model/],
    [{ worker: 'maybe' as never }, /`worker` must be 'auto', 'none', or a function/],
    [{ timeLimitMs: -1 }, /`timeLimitMs` must be a number of at least 0/],
    [{ delivery: { batchRecords: 0 } }, /`delivery.batchRecords` must be a number of at least 1/],
    [{ collector: 'http://' }, /`collector` must be a URL/],
  ];
  for (const [options, message] of wrong) {
    expect(() => createEdgecart(options)).toThrow(OptionError);
    expect(() => createEdgecart(options)).toThrow(message);
  }
});

test('a browser that does not keep the consent has not taken it back', async () => {
  const { client } = open();
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  client.consent({ store: true, remember: true, send: true });
  dispatchEvent(new StorageEvent('storage'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect((await client.insights()).consent).toEqual({ store: true, remember: true, send: true });
});

test('consent that another tab has taken back is taken back here, and so is the draw for experiments', async () => {
  const { client } = open();
  client.consent({ store: true, send: true });
  localStorage.setItem('edgecart.draw', '7');
  localStorage.removeItem('edgecart.consent');
  dispatchEvent(new StorageEvent('storage'));
  expect(localStorage.getItem('edgecart.draw')).toBeNull();
  expect((await client.insights()).consent).toEqual({ store: false, remember: false, send: false });
});

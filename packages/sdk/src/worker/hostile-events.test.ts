import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AnonymousRecord, eventNames } from '@edgecart/protocol';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { JournalEntry, Notice, WorkerConfig } from '../contract.ts';
import { createProgram } from './program.ts';

/**
 * The worker's real program, with a real collector's address: whatever a shop's page puts into its events, and wherever,
 * what leaves is made of nothing but the catalogue's ids and the words of the record's schema.
 */
const schema = Compile(AnonymousRecord);
const catalogue = ['a1', 'b2', 'c3', 'd4', '__proto__', 'constructor', 'toString'].map((item_id, i) => ({
  item_id,
  item_name: `Product ${item_id}`,
  price: i + 1,
  item_category: item_id === 'd4' ? 'Intimate' : 'Fruit',
}));
const mayBeNamed = new Set(catalogue.map(({ item_id }) => item_id).filter((id) => id !== 'd4'));

/** What must never leave, in the shapes that shops let slip into their events. */
const secrets = [
  'erika.mustermann@example.org',
  'Erika Mustermann',
  'Heidestraße 17, 51147 Köln',
  '+49 2203 555 0123',
  'ORDER-2026-0004711',
  'DE89370400440532013000',
  '4111111111111111',
  'size 12, please ring twice at the back door',
  'https://shop.example/account?token=8f14e45f',
  'gclid=EAIaIQobChMI',
];
const secret = fc.constantFrom(...secrets);
const place = fc.constantFrom('', 'a1', ' ', 'é', '"');
/** A secret alone, within other text, as a number, as a key, or deep within something. */
const slipped: fc.Arbitrary<unknown> = fc.oneof(
  secret,
  fc.tuple(place, secret, place).map((parts) => parts.join('')),
  secret.map((text) => ({ [text]: text, toString: text })),
  secret.map((text) => [text, { __proto__: { email: text } }]),
  secret.map((text) => JSON.parse(`{"__proto__":{"item_id":${JSON.stringify(text)},"send":true}}`)),
  fc.constant(4_111_111_111_111_111),
  fc.constant(Number.NaN),
  fc.anything(),
);
const known = fc.constantFrom(...catalogue.map(({ item_id }) => item_id));
const itemKeys = ['item_name', 'item_brand', 'item_category', 'item_category2', 'item_category5', 'item_variant'];
const moreItemKeys = ['item_list_name', 'coupon', 'affiliation', 'index', 'price', 'discount', 'quantity', 'email'];
const item = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: slipped }),
    fc.dictionary(fc.constantFrom(...itemKeys, ...moreItemKeys, '__proto__'), slipped),
  )
  .map(([item_id, rest]) => ({ ...rest, item_id }));
const event = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom<unknown>(...eventNames) }, { weight: 1, arbitrary: slipped }),
    fc.oneof({ weight: 6, arbitrary: fc.array(item, { maxLength: 6 }) }, { weight: 1, arbitrary: slipped }),
    fc.dictionary(
      fc.constantFrom('event_id', 'transaction_id', 'currency', 'value', 'user_id', 'email', 'page_location', 'coupon'),
      slipped,
    ),
  )
  .map(([name, items, rest]) => ({ ...rest, name, items }));
const said = fc.oneof(
  { weight: 4, arbitrary: event.map((event) => ({ event })) },
  {
    weight: 1,
    arbitrary: fc.oneof(fc.array(fc.oneof(item, slipped), { maxLength: 6 }), slipped).map((cart) => ({ cart })),
  },
);

let server: Server;
let arrived: { body: string; headers: string; url: string }[] = [];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    arrived.push({ body, headers: JSON.stringify(request.rawHeaders), url: request.url ?? '' });
    response.end('{"stored":1,"duplicates":0,"errors":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());
beforeEach(() => {
  arrived = [];
});

async function leaves(told: readonly unknown[], send = true) {
  const notices: Notice[] = [];
  const program = createProgram((notice) => notices.push(notice));
  const config: WorkerConfig = {
    collector: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    model: undefined,
    catalogue: structuredClone(catalogue),
    place: 'worker',
    memoryOnly: true,
    hidden: false,
    timeLimitMs: 50,
    modelCheckMs: 600_000,
    delivery: { batchRecords: 20, intervalMs: 0, pathDelayMs: 0 },
    consent: { store: false, remember: false, send },
  };
  await program.start(config);
  await program.ledger();
  const startMs = Date.now() - told.length * 2_000;
  const entries = told.map((said, i) => ({
    page: 'page',
    number: i + 1,
    timeMs: startMs + i * 2_000,
    humanSeen: true,
    agreed: true,
    said,
  })) as JournalEntry[];
  await program.accept(entries);
  const order = { event: { name: 'purchase', items: [{ item_id: 'a1' }], transaction_id: secrets[4] } };
  const last = { ...(entries[0] ?? { page: 'page', humanSeen: true, agreed: true }), number: told.length + 1 };
  await program.accept([{ ...last, timeMs: Date.now(), said: order } as JournalEntry]);
  await program.recommend({ surface: secrets[0] ?? '', limit: 3 });
  await expect
    .poll(
      async () => {
        const { runtime } = await program.insights();
        return runtime.unsent + runtime.waitingPaths;
      },
      { timeout: 20_000, interval: 2 },
    )
    .toBe(0);
  const ledger = await program.ledger();
  await program.close();
  const unsent = notices.flatMap((notice) => (notice.edgecart === 'unsent' ? notice.records : []));
  return { ledger, unsent };
}

/** Every text in a value, keys as well. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}
const words = new Set<string>([
  ...['id', 'kind', 'count', 'path', 'type', 'item', 'items', 'hour', 'day', 'quantityBand', 'priceBand', 'bought'],
  ...['shown', 'model', 'slot', 'none', '0', '1', '2', '3', '4', '5', '6', '7'],
  ...eventNames,
]);
const random = /^[0-9a-f]{32}$/;
const time = /^\d{4}-\d\d-\d\d(T\d\d)?$/;

test('whatever stands in events and carts, nothing leaves but catalogue ids and the words of the schema', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 12 }), async (told) => {
      arrived = [];
      const { ledger, unsent } = await leaves(told);
      const sent = arrived.flatMap(({ body }) => (JSON.parse(body) as { records: unknown[] }).records);
      expect(sent.length).toBeGreaterThan(0);
      for (const record of [...sent, ...unsent.map((json) => JSON.parse(json))]) {
        expect([...schema.Errors(record)]).toEqual([]);
        for (const text of textsOf(record))
          expect(words.has(text) || mayBeNamed.has(text) || random.test(text) || time.test(text), text).toBe(true);
      }
      for (const { body, headers, url } of arrived)
        for (const text of secrets) expect(body + headers + url).not.toContain(text);
      for (const { body } of arrived)
        if (body.includes('"path"')) expect((JSON.parse(body) as { records: unknown[] }).records).toHaveLength(1);
      expect(ledger.map(({ json }) => json).sort()).toEqual(sent.map((record) => JSON.stringify(record)).sort());
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(({} as { email?: string; send?: boolean }).email).toBeUndefined();
    }),
    { numRuns: 150 },
  );
}, 120_000);

test('a journal that something else has written to costs its own entries and nothing else', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.anything({ withNullPrototype: true }), { minLength: 1, maxLength: 5 }),
      async (left) => {
        const program = createProgram(() => {});
        await program.start({
          collector: undefined,
          model: undefined,
          catalogue: structuredClone(catalogue),
          place: 'worker',
          memoryOnly: true,
          hidden: false,
          timeLimitMs: 50,
          modelCheckMs: 600_000,
          delivery: { batchRecords: 20, intervalMs: 0, pathDelayMs: 0 },
          consent: { store: false, remember: false, send: false },
        });
        const good: JournalEntry = {
          page: 'p',
          number: 1,
          timeMs: Date.now(),
          humanSeen: true,
          agreed: true,
          said: { event: { name: 'view_item', items: [{ item_id: 'a1' }] } },
        };
        const wild = { ...good, number: 2, timeMs: -1e300, page: 'q' };
        await program.accept([...left, wild, good] as JournalEntry[]);
        expect((await program.insights()).session.views).toBeGreaterThan(0);
        await program.close();
      },
    ),
    { numRuns: 50 },
  ));

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnonymousRecord } from '@edgecart/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalEntry, WorkerConfig } from '../contract.ts';
import { createProgram } from './program.ts';

/** The worker's real program and a collector that answers when the test lets it. */
let server: Server;
let received: string[][] = [];
let answer: (() => void) | undefined;
let holding = false;

beforeEach(async () => {
  received = [];
  holding = false;
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { records } = JSON.parse(body) as { records: AnonymousRecord[] };
    received.push(records.flatMap((record) => (record.kind === 'count' ? [record.item] : record.items)));
    const reply = () => response.end('{"stored":1,"duplicates":0,"errors":[]}');
    if (holding) answer = reply;
    else reply();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void server.close());

const on = { store: false, remember: false, send: true };
const off = { store: false, remember: false, send: false };

async function start(delivery: WorkerConfig['delivery']) {
  const program = createProgram(() => {});
  await program.start({
    collector: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    model: undefined,
    catalogue: ['a', 'b', 'c', 'd'].map((item_id) => ({ item_id, item_name: item_id, price: 1, item_category: 'x' })),
    place: 'worker',
    memoryOnly: true,
    hidden: false,
    timeLimitMs: 50,
    modelCheckMs: 600_000,
    delivery,
    consent: on,
  });
  let entries = 0;
  const look = (...ids: string[]) =>
    program.accept(
      ids.map((item_id): JournalEntry => {
        const said = { event: { name: 'view_item' as const, items: [{ item_id }] } };
        return { page: 'p', number: ++entries, timeMs: Date.now(), humanSeen: true, agreed: true, said };
      }),
    );
  const unsent = async () => (await program.insights()).runtime.unsent;
  return { program, look, unsent };
}

test('withdrawn while a request is under way: that one is in the ledger, and none follows it', async () => {
  const { program, look, unsent } = await start({ batchRecords: 1, intervalMs: 0, pathDelayMs: 0 });
  holding = true;
  await look('a', 'b', 'c');
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1);
  await program.consent(off);
  expect(await unsent()).toBe(0);
  answer?.();
  await expect.poll(async () => (await program.ledger()).length, { timeout: 20_000 }).toBe(1);
  holding = false;
  await program.consent(on);
  await look('d');
  await expect.poll(() => received, { timeout: 20_000 }).toEqual([['a'], ['d']]);
  await program.close();
});

test('what waited when it was withdrawn is wiped, and does not leave after a new agreement', async () => {
  const { program, look, unsent } = await start({ batchRecords: 2, intervalMs: 3_600_000, pathDelayMs: 0 });
  await look('a');
  expect(await unsent()).toBe(1);
  await program.consent(off);
  expect(await unsent()).toBe(0);
  await program.consent(on);
  await look('b', 'c');
  await expect.poll(() => received, { timeout: 20_000 }).toEqual([['b', 'c']]);
  await program.close();
});

test('a withdrawal does not wait for what the worker is busy with', async () => {
  const { program, look } = await start({ batchRecords: 1, intervalMs: 0, pathDelayMs: 0 });
  const busy = look('a', 'b', 'c');
  const withdrawn = program.consent(off);
  await Promise.all([busy, withdrawn]);
  await program.awake(false);
  await program.ledger();
  expect(received).toEqual([]);
  await program.close();
});

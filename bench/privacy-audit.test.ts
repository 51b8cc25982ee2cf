import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePython } from '../scripts/python-environment.ts';
import { type TemporaryFolder, temporaryFolder } from './load/temporary-folder.ts';
import { type Audited, auditShop } from './privacy-audit/audit-shop.ts';
import { extentsOf } from './privacy-audit/extent.ts';
import { broken, promised } from './privacy-audit/promise.ts';

// The first run may install the trainer's Python, too.
const patienceMs = 900_000;
let folder: TemporaryFolder;
let shop: Audited;

beforeAll(async () => {
  folder = await temporaryFolder('privacy-audit-test');
  const { small } = extentsOf(true, 7);
  if (!small) throw new Error('the short form has no small shop');
  shop = await auditShop(await ensurePython(), folder.path, small);
}, patienceMs);
afterAll(() => folder?.remove());

const found = (stream: string) => shop.attacked.find((each) => each.stream === stream);

test('who holds orders, disk and Kafka of a small shop learns nothing from the anonymous stream', () => {
  expect(broken('small', shop.attacked)).toEqual([]);
});

test('the same attacks see through sessions and pseudonyms', () => {
  for (const stream of ['session', 'pseudonymous']) {
    expect(found(stream)?.secret_advantage).toBeGreaterThan(0.5);
    expect(found(stream)?.link_advantage).toBeGreaterThan(0.5);
    expect(found(stream)?.singled_out).toBeGreaterThan(0);
  }
});

test('nothing that a careless shop plants in its events leaves the device', () => {
  expect(shop.planted).toBe(promised.planted);
});

import { readFile } from 'node:fs/promises';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { InventorySignal } from './inventory-signal.ts';

/** Written by trainer/tests/test_inventory.py, which fails when the trainer says something else. */
const example = new URL('./inventory-signal.example.json', import.meta.url);

test('what the trainer says of stock is an inventory signal, and nothing beside it', async () => {
  const signals = JSON.parse(await readFile(example, 'utf8')) as object[];
  const type = Compile(InventorySignal);
  expect(signals).toHaveLength(3);
  for (const signal of signals) {
    expect([...type.Errors(signal)]).toEqual([]);
    expect(type.Check({ ...signal, shopper: 'x' })).toBe(false);
  }
});

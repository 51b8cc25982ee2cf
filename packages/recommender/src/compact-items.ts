import { createItemTable, type ItemTable } from './item-table.ts';
import type { Model } from './model.ts';
import type { Products } from './products.ts';

interface CompactProducts extends Products {
  table: ItemTable;
}

const longestSliceMs = 8;
const itemsPerLook = 64;

let work: Promise<void> = Promise.resolve();

/**
 * Puts a catalogue, and the ids of a model that is used with it, into a table that takes a third of their memory; both are
 * changed in their place. Requests that come meanwhile go first. One after the other: what is being made is not made twice.
 */
export function compactItems(catalogue: { items: Products }, model: Model): Promise<void> {
  work = work.then(async () => {
    const compact = isCompact(catalogue.items) ? catalogue.items : view(await tableOf(catalogue.items));
    await placeRows(model, compact.table);
    catalogue.items = compact;
  });
  return work;
}

const isCompact = (products: Products): products is CompactProducts => 'table' in products;

async function tableOf(catalogue: Products): Promise<ItemTable> {
  const table = createItemTable();
  const pause = pauses();
  for (const id of catalogue.keys()) {
    const item = catalogue.get(id);
    if (item !== undefined) table.add(item);
    if (table.size % itemsPerLook === 0) await pause();
  }
  table.finish();
  return table;
}

function view(table: ItemTable): CompactProducts {
  const within = (id: string) => {
    const number = table.find(id);
    return number !== undefined && number < table.size ? number : undefined;
  };
  return {
    table,
    size: table.size,
    has: (id) => within(id) !== undefined,
    get: (id) => table.item(within(id) ?? table.size),
    traits: (id) => table.traits(within(id) ?? table.size),
    *keys() {
      for (let number = 0; number < table.size; number++) yield table.id(number);
    },
    alike: (category) => table.alike(category).map(table.id),
  };
}

/** Finds the model's items in the table, or puts their ids there. */
async function placeRows(model: Model, table: ItemTable): Promise<void> {
  const rows = model.popularity.length;
  const given = new Uint32Array(rows);
  const pause = pauses();
  for (let row = 0; row < rows; row++) {
    given[row] = table.number(model.idOf(row) ?? '');
    if (row % itemsPerLook === 0) await pause();
  }
  const Numbers = table.count < 2 ** 16 ? Uint16Array : Uint32Array;
  const numbers = Numbers.from(given);
  /** Row + 1, by number. */
  const rowAfter = new Numbers(table.count);
  for (let row = 0; row < rows; row++) rowAfter[numbers[row] as number] = row + 1;
  const rowOf = (id: string) => {
    const after = rowAfter[table.find(id) ?? table.count] ?? 0;
    return after === 0 ? undefined : after - 1;
  };
  model.idOf = (row) => (row === undefined ? undefined : table.id(numbers[row] as number));
  model.rowOf = { size: rows, get: rowOf, has: (id) => rowOf(id) !== undefined };
}

/** Lets others go first when a slice of work has lasted long enough. */
function pauses(): () => Promise<void> {
  let sinceMs = performance.now();
  return async () => {
    if (performance.now() - sinceMs < longestSliceMs) return;
    await new Promise((resolve) => setTimeout(resolve));
    sinceMs = performance.now();
  };
}

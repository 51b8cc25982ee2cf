import type { CatalogueItem } from '@edgecart/protocol';
import { categoryOf, type Traits } from './products.ts';
import { createWordCodes } from './word-codes.ts';

/**
 * All items that catalogue and model name, each by a number, in a few arrays: as objects and strings they would take more
 * memory than the model. The catalogue's items have the numbers below `size`, in the shop's order.
 */
export interface ItemTable {
  readonly size: number;
  /** All items, those included that only the model knows. */
  readonly count: number;
  /** The catalogue's next item; they come before the first call of `number`. */
  add(item: CatalogueItem): void;
  /** Gives back what only adding needed. */
  finish(): void;
  /** The number of an id, a new one if it has none. */
  number(id: string): number;
  find(id: string): number | undefined;
  id(number: number): string;
  /** `undefined` for what is not in the catalogue; so is `traits`. */
  item(number: number): CatalogueItem | undefined;
  traits(number: number): Traits | undefined;
  /** The numbers of a category's items. */
  alike(category: string): number[];
}

/** Ends an id; UTF-8 has no such byte. */
const endOfId = 255;
const recentMost = 4_096;
const recentItemsMost = 128;
/** No category has the number 0; with more, the last ones are taken for one. */
const categoriesMost = 2 ** 15 - 1;

export function createItemTable(): ItemTable {
  // Item by item: the id, its end, and the values of the catalogue's item.
  let bytes = new Uint8Array(0);
  /** Where each begins; behind the last one, where the next will. */
  let starts = new Uint32Array(1);
  /** Number + 1 at the place that the id's hash says, or behind it. */
  let slots = new Uint32Array(16);
  /** Twice the category, and 1 more when it is out of stock. */
  let kinds = new Uint16Array(0);
  let [size, count] = [0, 0];
  /** Ids that were read lately: a session's next request asks for much the same, by number and then by id. */
  const recentIds: string[] = [];
  const recentNumbers = new Int32Array(recentMost).fill(-1);
  let last = { id: '', number: -1 };
  /** Items that were read lately: all of an answer, and what they are explained by. */
  const recentItems = new Map<number, CatalogueItem>();
  const keys: string[] = [];
  /** The first stands for none. */
  const categories = [''];
  const places = new Map<string, number>();
  const codes = createWordCodes();
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder('utf-8', { ignoreBOM: true })];

  /** Writes a text without making it part of the table; answers with its end. */
  function write(text: string, at: number): number {
    if (bytes.length < at + 3 * text.length + 1) bytes = longer(bytes, at + 3 * text.length + 1);
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i);
      if (char > 127) return at + encoder.encodeInto(text, bytes.subarray(at)).written;
      bytes[at + i] = char;
    }
    return at + text.length;
  }

  /** Where the id that begins at a place in `bytes` is to be looked for: a slot that has it, or is empty. */
  function slotOf(at: number): number {
    let hash = 0;
    for (let i = at; bytes[i] !== endOfId; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x9e3779b1);
    for (let slot = hash ^ (hash >>> 15); ; slot++) {
      slot &= slots.length - 1;
      const number = slots[slot] as number;
      if (number === 0) return slot;
      let [one, other] = [starts[number - 1] as number, at];
      while (bytes[one] === bytes[other] && bytes[one] !== endOfId) {
        one++;
        other++;
      }
      if (bytes[one] === bytes[other]) return slot;
    }
  }

  /** Looks for an id, which is written behind the last item. */
  function lookUp(id: string): { slot: number; end: number } {
    const end = write(id, starts[count] as number);
    bytes[end] = endOfId;
    return { slot: slotOf(starts[count] as number), end: end + 1 };
  }

  /** Makes an item of what is written behind the last one. */
  function keep(slot: number, end: number): number {
    if (starts.length < count + 2) starts = longer(starts, count + 2);
    slots[slot] = ++count;
    starts[count] = end;
    if (count * 5 > slots.length * 4) {
      slots = new Uint32Array(2 * slots.length);
      for (let number = 0; number < count; number++) slots[slotOf(starts[number] as number)] = number + 1;
    }
    return count - 1;
  }

  /** The place of a category among `categories`. */
  function place(category = ''): number {
    let found = category === '' ? 0 : places.get(category);
    if (found === undefined) {
      found = Math.min(categories.length, categoriesMost);
      categories[found] = category;
      places.set(category, found);
    }
    return found;
  }

  const text = (from: number, to: number) => decoder.decode(bytes.subarray(from, to));
  const endOf = (number: number) => bytes.indexOf(endOfId, starts[number]);

  /** Most ids are short and ASCII: character by character they are read faster than by the decoder. */
  function idOf(number: number): string {
    let id = '';
    const all = bytes;
    for (let at = starts[number] as number, byte = all[at] as number; byte !== endOfId; byte = all[++at] as number) {
      if (byte > 127) return text(starts[number] as number, endOf(number));
      id += String.fromCharCode(byte);
    }
    return id;
  }

  function readItem(number: number): CatalogueItem {
    const values = JSON.parse(codes.restore(text(endOf(number) + 1, starts[number + 1] as number)));
    // JSON has no `undefined`: what an item lacks is `null`.
    const own = keys.flatMap((key, i) => ((values[i] ?? null) === null ? [] : [[key, values[i]]]));
    return Object.fromEntries([['item_id', idOf(number)], ...own]) as CatalogueItem;
  }

  function find(id: string): number | undefined {
    if (id === last.id && last.number >= 0) return last.number;
    const number = slots[lookUp(id).slot] as number;
    return number === 0 ? undefined : number - 1;
  }

  return {
    get size() {
      return size;
    },
    get count() {
      return count;
    },
    add({ item_id, ...item }) {
      const { slot, end } = lookUp(item_id);
      if (slots[slot] !== 0) return;
      for (const key of Object.keys(item)) if (!keys.includes(key)) keys.push(key);
      const values = JSON.stringify(keys.map((key) => (item as Record<string, unknown>)[key]));
      keep(slot, write(codes.shorten(values), end));
      if (kinds.length < count) kinds = longer(kinds, count);
      kinds[size++] = 2 * place(categoryOf(item)) + (item.in_stock === false ? 1 : 0);
    },
    finish() {
      places.clear();
      codes.finish();
    },
    number(id) {
      const { slot, end } = lookUp(id);
      return slots[slot] === 0 ? keep(slot, end) : (slots[slot] as number) - 1;
    },
    find,
    id(number) {
      const place = number % recentMost;
      if (recentNumbers[place] !== number) {
        recentIds[place] = idOf(number);
        recentNumbers[place] = number;
      }
      last = { id: recentIds[place] as string, number };
      return last.id;
    },
    item(number) {
      if (number >= size) return undefined;
      const item = recentItems.get(number) ?? readItem(number);
      if (recentItems.size >= recentItemsMost) recentItems.clear();
      recentItems.set(number, item);
      return item;
    },
    traits(number) {
      if (number >= size) return undefined;
      const kind = kinds[number] as number;
      return { item_category: categories[kind >> 1] || undefined, in_stock: kind % 2 === 0 };
    },
    alike(category) {
      const wanted = categories.indexOf(category);
      const found: number[] = [];
      for (let number = 0; number < size; number++) if ((kinds[number] as number) >> 1 === wanted) found.push(number);
      return found;
    },
  };
}

/** A copy with room for some more than is needed now. */
function longer<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, length: number): T {
  const copy = new (array.constructor as new (length: number) => T)(Math.ceil(length * 1.06) + 256);
  copy.set(array);
  return copy;
}

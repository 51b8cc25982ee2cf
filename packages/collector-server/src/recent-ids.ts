import { createHash } from 'node:crypto';

/** What is known of an id. `underway`: somebody is writing its record to the disk, and it is not durable yet. */
export type IdState = 'unknown' | 'underway' | 'known';

/** What each id of a request was before it was claimed. `settle` says what became of those that were unknown. */
export interface Claim {
  states: IdState[];
  /** `known` when the records are durable, `unknown` when they are not, so that they can be sent again. */
  settle: (as: 'known' | 'unknown') => void;
}

/**
 * Remembers the newest record ids, exactly, in bounded memory that all threads share: between half of `capacity` and all
 * of it, at 34 to 68 bytes for each id of the capacity. Two hash tables take turns: when the younger is full the older is
 * emptied. An id is claimed before its record is written and settled after, so that of two requests with the same record
 * only one writes it, whichever threads they reach. Each shop has ids of its own, though all share the memory.
 */
export class RecentIds {
  /** What another thread makes its own `RecentIds` of. */
  readonly memory: RecentIdsMemory;
  readonly #lock: SpinLock;
  readonly #turn: Int32Array;
  readonly #secret: Uint32Array;
  readonly #shop: IdWords;
  readonly #tables: readonly [IdTable, IdTable];

  constructor(of: number | RecentIdsMemory, shop = '') {
    this.#shop = wordsOf(createHash('sha256').update(shop).digest('hex'));
    this.memory = typeof of === 'number' ? newMemory(of) : of;
    const { control, tables, capacity } = this.memory;
    const words = new Int32Array(control);
    this.#lock = new SpinLock(words, 0);
    this.#turn = words.subarray(1, 2);
    // Senders choose the ids: without a secret they could make all of them meet in one slot.
    this.#secret = new Uint32Array(control, 8, 4);
    this.#tables = [
      new IdTable(tables[0], capacity, words.subarray(6, 7)),
      new IdTable(tables[1], capacity, words.subarray(7, 8)),
    ];
  }

  /** Claims those ids of 32 hexadecimal digits that are unknown, for whoever gets the claim to settle. */
  claim(ids: readonly string[]): Claim {
    const words = ids.map((id) => this.#wordsOf(id));
    const hashes = words.map((each) => this.#hash(each));
    const states = this.#lock.while(() =>
      words.map((each, index) => {
        const hash = hashes[index] ?? 0;
        const state = this.#stateOf(hash, each);
        if (state === 'unknown') this.#put(hash, each, underway);
        return state;
      }),
    );
    const settle = (as: 'known' | 'unknown') => {
      this.#lock.while(() => {
        for (const [index, each] of words.entries()) {
          if (states[index] === 'unknown') this.#put(hashes[index] ?? 0, each, as === 'known' ? known : released);
        }
      });
    };
    return { states, settle };
  }

  /** Takes ids whose records are durable. */
  add(ids: readonly string[]): void {
    this.#lock.while(() => {
      for (const id of ids) {
        const words = this.#wordsOf(id);
        this.#put(this.#hash(words), words, known);
      }
    });
  }

  stateOf(id: string): IdState {
    const words = this.#wordsOf(id);
    return this.#lock.while(() => this.#stateOf(this.#hash(words), words));
  }

  /** After a thread has died: gives back what anybody had claimed. Claims that live on are settled all the same. */
  releaseClaims(): void {
    this.#lock.while(() => {
      for (const table of this.#tables) table.replaceState(underway, released);
    });
  }

  #wordsOf(id: string): IdWords {
    const [a, b, c, d] = wordsOf(id);
    const shop = this.#shop;
    return [a ^ shop[0], b ^ shop[1], c ^ shop[2], d ^ shop[3]];
  }

  #stateOf(hash: number, words: IdWords): IdState {
    const state = this.#young.get(hash, words) || this.#old.get(hash, words);
    if (state === known) return 'known';
    return state === underway ? 'underway' : 'unknown';
  }

  /** A claim goes to the younger table, which makes room first if it is full; what is settled stays where it stands. */
  #put(hash: number, words: IdWords, state: number): void {
    if (this.#young.replace(hash, words, state)) return;
    if (state !== underway && this.#old.replace(hash, words, state)) return;
    if (this.#young.full) {
      Atomics.store(this.#turn, 0, 1 - Atomics.load(this.#turn, 0));
      this.#young.clear();
    }
    this.#young.insert(hash, words, state);
  }

  /** Each word is mixed with a secret before the next comes in (the finaliser of MurmurHash3). */
  #hash(words: IdWords): number {
    let hash = 0;
    for (let index = 0; index < 4; index += 1) {
      hash ^= (words[index] ?? 0) ^ (this.#secret[index] ?? 0);
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash ^= hash >>> 16;
    }
    return hash;
  }

  get #young(): IdTable {
    return this.#tables[Atomics.load(this.#turn, 0) === 0 ? 0 : 1];
  }

  get #old(): IdTable {
    return this.#tables[Atomics.load(this.#turn, 0) === 0 ? 1 : 0];
  }
}

export interface RecentIdsMemory {
  /** Ids of one of the two tables. */
  capacity: number;
  /** Lock, turn, four words of secret, two counts. */
  control: SharedArrayBuffer;
  tables: [SharedArrayBuffer, SharedArrayBuffer];
}

function newMemory(capacity: number): RecentIdsMemory {
  const each = Math.max(1, Math.ceil(capacity / 2));
  const control = new SharedArrayBuffer(32);
  new Uint32Array(control, 8, 4).set(crypto.getRandomValues(new Uint32Array(4)));
  return { capacity: each, control, tables: [newTable(each), newTable(each)] };
}

/** At most half full, so that a search ends soon. */
const slotsFor = (capacity: number) => 2 ** Math.ceil(Math.log2(capacity * 2));
const newTable = (capacity: number) => new SharedArrayBuffer(slotsFor(capacity) * bytesPerSlot);

const bytesPerSlot = 17;
const empty = 0;
const known = 1;
const underway = 2;
/** Claimed once, and given back: the slot stays taken, since others may lie behind it. */
const released = 3;

type IdWords = readonly [number, number, number, number];

/** One id as four words of 32 bits. */
function wordsOf(id: string): IdWords {
  return [wordAt(id, 0), wordAt(id, 8), wordAt(id, 16), wordAt(id, 24)];
}

function wordAt(id: string, at: number): number {
  let value = 0;
  for (let digit = at; digit < at + 8; digit += 1) {
    const code = id.charCodeAt(digit);
    // '0' to '9' are 48 to 57, 'a' to 'f' are 97 to 102.
    value = (value << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return value;
}

/** A hash table of 128-bit ids with a state each, with open addressing. Called with the lock held. */
class IdTable {
  readonly #capacity: number;
  readonly #mask: number;
  readonly #slots: Int32Array;
  readonly #states: Uint8Array;
  readonly #count: Int32Array;

  constructor(memory: SharedArrayBuffer, capacity: number, count: Int32Array) {
    const slots = slotsFor(capacity);
    this.#capacity = capacity;
    this.#mask = slots - 1;
    this.#slots = new Int32Array(memory, 0, slots * 4);
    this.#states = new Uint8Array(memory, slots * 16, slots);
    this.#count = count;
  }

  get full(): boolean {
    return (this.#count[0] ?? 0) >= this.#capacity;
  }

  get(hash: number, words: IdWords): number {
    return this.#states[this.#place(hash, words)] ?? empty;
  }

  /** Changes the state of an id that stands here; answers whether it does. */
  replace(hash: number, words: IdWords, state: number): boolean {
    const slot = this.#place(hash, words);
    if (this.#states[slot] === empty) return false;
    this.#states[slot] = state;
    return true;
  }

  insert(hash: number, words: IdWords, state: number): void {
    const slot = this.#place(hash, words);
    const at = slot * 4;
    for (let word = 0; word < 4; word += 1) this.#slots[at + word] = words[word] ?? 0;
    this.#states[slot] = state;
    this.#count[0] = (this.#count[0] ?? 0) + 1;
  }

  replaceState(from: number, to: number): void {
    for (let at = this.#states.indexOf(from); at >= 0; at = this.#states.indexOf(from, at + 1)) this.#states[at] = to;
  }

  clear(): void {
    this.#states.fill(empty);
    this.#count[0] = 0;
  }

  /** Where the id stands, or the empty slot where it would. */
  #place(hash: number, [a, b, c, d]: IdWords): number {
    const slots = this.#slots;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      if (this.#states[slot] === empty) return slot;
      const at = slot * 4;
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) return slot;
    }
  }
}

/** Held for microseconds, by one thread at a time. */
class SpinLock {
  readonly #words: Int32Array;
  readonly #at: number;

  constructor(words: Int32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  while<Result>(work: () => Result): Result {
    for (let tries = 0; Atomics.compareExchange(this.#words, this.#at, 0, 1) !== 0; tries += 1) {
      // Whoever holds it may have lost its core: then waiting beats trying.
      if (tries > 1_000) Atomics.wait(this.#words, this.#at, 1, 1);
    }
    try {
      return work();
    } finally {
      Atomics.store(this.#words, this.#at, 0);
      Atomics.notify(this.#words, this.#at, 1);
    }
  }
}

import { createHash } from 'node:crypto';
import { threadId } from 'node:worker_threads';
import { type IdWords, idWordsOf } from './id-words.ts';

/** What is known of an id. `underway`: somebody is writing its record to the disk, and it is not durable yet. */
export const idStates = { unknown: 0, known: 1, underway: 2 } as const;
/** Claimed once, and given back: the slot stays taken, since others may lie behind it. */
const released = 3;

/** Ids that were claimed together, and what each was before: a value of `idStates`. */
export interface Claim {
  states: Uint8Array;
  words: IdWords;
  hashes: Int32Array;
}

/**
 * Remembers the newest record ids in bounded memory that all threads share: between half of `capacity` and all of it, at
 * 32 to 64 bytes for each id of the capacity, by 126 of their 128 bits. Two hash tables take turns: when the younger is
 * full the older is emptied. An id is claimed before its record is written and settled after, so that of two requests
 * with the same record only one writes it, whichever threads they reach. Each shop has ids of its own, though all share
 * the memory.
 */
export class RecentIds {
  /** What another thread makes its own `RecentIds` of. */
  readonly memory: RecentIdsMemory;
  readonly #lock: SpinLock;
  readonly #turn: Int32Array;
  readonly #secret: Int32Array;
  readonly #shop: IdWords;
  readonly #tables: readonly [IdTable, IdTable];

  constructor(of: number | RecentIdsMemory, shop = '') {
    this.memory = typeof of === 'number' ? newMemory(of) : of;
    const { control, tables, capacity } = this.memory;
    const words = new Int32Array(control);
    this.#lock = new SpinLock(words, 0);
    this.#turn = words.subarray(1, 2);
    // Senders choose the ids: without a secret they could make all of them meet in one slot.
    this.#secret = words.subarray(2, 6);
    this.#shop = idWordsOf([createHash('sha256').update(shop).digest('hex')]);
    this.#tables = [
      new IdTable(tables[0], capacity, words.subarray(6, 7)),
      new IdTable(tables[1], capacity, words.subarray(7, 8)),
    ];
  }

  /** Claims those of these ids that are unknown, for whoever settles the claim. Takes the words over. */
  claim(words: IdWords): Claim {
    const hashes = this.#prepare(words);
    const states = new Uint8Array(hashes.length);
    this.#lock.take();
    for (let index = 0; index < hashes.length; index += 1) {
      const state = this.#stateAt(hashes[index] ?? 0, words, index);
      states[index] = state;
      if (state === idStates.unknown) this.#put(hashes[index] ?? 0, words, index, idStates.underway);
    }
    this.#lock.give();
    return { states, words, hashes };
  }

  /** Of those that were unknown: `known` when the records are durable, `unknown` when not, so that they can come again. */
  settle({ states, words, hashes }: Claim, as: 'known' | 'unknown'): void {
    const state = as === 'known' ? idStates.known : released;
    this.#lock.take();
    for (let index = 0; index < hashes.length; index += 1) {
      if (states[index] === idStates.unknown) this.#put(hashes[index] ?? 0, words, index, state);
    }
    this.#lock.give();
  }

  /** The state of each id of a claim as it is now. */
  statesNow({ words, hashes }: Claim): Uint8Array {
    this.#lock.take();
    const states = Uint8Array.from(hashes, (hash, index) => this.#stateAt(hash, words, index));
    this.#lock.give();
    return states;
  }

  /** Takes ids whose records are durable. Takes the words over. */
  add(words: IdWords): void {
    const hashes = this.#prepare(words);
    this.#lock.take();
    for (let index = 0; index < hashes.length; index += 1) this.#put(hashes[index] ?? 0, words, index, idStates.known);
    this.#lock.give();
  }

  /** To be called first after a thread has died: it may have held the lock. */
  freeLock(deadThread: number): void {
    this.#lock.giveFor(deadThread);
  }

  /** After a thread has died: gives back what anybody had claimed. Claims that live on are settled all the same. */
  releaseClaims(): void {
    this.#lock.take();
    for (const table of this.#tables) table.replaceAll(idStates.underway, released);
    this.#lock.give();
  }

  #stateAt(hash: number, words: IdWords, index: number): number {
    const state = this.#young.get(hash, words, index) || this.#old.get(hash, words, index);
    return state === released ? idStates.unknown : state;
  }

  /** A claim goes to the younger table, which makes room first if it is full; what is settled stays where it stands. */
  #put(hash: number, words: IdWords, index: number, state: number): void {
    if (this.#young.replace(hash, words, index, state)) return;
    if (state !== idStates.underway && this.#old.replace(hash, words, index, state)) return;
    if (this.#young.full) {
      Atomics.store(this.#turn, 0, 1 - Atomics.load(this.#turn, 0));
      this.#young.clear();
    }
    this.#young.insert(hash, words, index, state);
  }

  /**
   * Makes the ids those of this shop, frees the two bits in which the tables keep the state, and hashes them: each word
   * is mixed with a secret before the next comes in (the finaliser of MurmurHash3).
   */
  #prepare(words: IdWords): Int32Array {
    const hashes = new Int32Array(words.length / 4);
    const secret = this.#secret;
    const shop = this.#shop;
    for (let index = 0; index < hashes.length; index += 1) {
      let hash = 0;
      for (let word = 0; word < 4; word += 1) {
        const at = index * 4 + word;
        const value = ((words[at] ?? 0) ^ (shop[word] ?? 0)) & (word === 0 ? ~stateBits : -1);
        words[at] = value;
        hash ^= value ^ (secret[word] ?? 0);
        hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
        hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
        hash ^= hash >>> 16;
      }
      hashes[index] = hash;
    }
    return hashes;
  }

  get #young(): IdTable {
    return this.#tables[this.#turn[0] === 0 ? 0 : 1];
  }

  get #old(): IdTable {
    return this.#tables[this.#turn[0] === 0 ? 1 : 0];
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

const bytesPerSlot = 16;
const stateBits = 3;

/**
 * A hash table of ids with open addressing. A slot is the four words of an id, with its state in the two lowest bits of
 * the first, so that to look at it costs one piece of memory; state 0 is an empty slot. Called with the lock held.
 */
class IdTable {
  readonly #capacity: number;
  readonly #mask: number;
  readonly #slots: Int32Array;
  readonly #count: Int32Array;

  constructor(memory: SharedArrayBuffer, capacity: number, count: Int32Array) {
    this.#capacity = capacity;
    this.#mask = slotsFor(capacity) - 1;
    this.#slots = new Int32Array(memory);
    this.#count = count;
  }

  get full(): boolean {
    return (this.#count[0] ?? 0) >= this.#capacity;
  }

  get(hash: number, words: IdWords, index: number): number {
    return (this.#slots[this.#place(hash, words, index)] ?? 0) & stateBits;
  }

  /** Changes the state of an id that stands here; answers whether it does. */
  replace(hash: number, words: IdWords, index: number, state: number): boolean {
    const at = this.#place(hash, words, index);
    const first = this.#slots[at] ?? 0;
    if ((first & stateBits) === 0) return false;
    this.#slots[at] = (first & ~stateBits) | state;
    return true;
  }

  insert(hash: number, words: IdWords, index: number, state: number): void {
    const at = this.#place(hash, words, index);
    const slots = this.#slots;
    const from = index * 4;
    slots[at] = (words[from] ?? 0) | state;
    slots[at + 1] = words[from + 1] ?? 0;
    slots[at + 2] = words[from + 2] ?? 0;
    slots[at + 3] = words[from + 3] ?? 0;
    this.#count[0] = (this.#count[0] ?? 0) + 1;
  }

  replaceAll(from: number, to: number): void {
    const slots = this.#slots;
    for (let at = 0; at < slots.length; at += 4) {
      const first = slots[at] ?? 0;
      if ((first & stateBits) === from) slots[at] = (first & ~stateBits) | to;
    }
  }

  clear(): void {
    this.#slots.fill(0);
    this.#count[0] = 0;
  }

  /** Where the slot begins in which the id stands, or the empty one where it would. */
  #place(hash: number, words: IdWords, index: number): number {
    const slots = this.#slots;
    const from = index * 4;
    const a = words[from] ?? 0;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 4;
      const first = slots[at] ?? 0;
      if ((first & stateBits) === 0) return at;
      if (
        (first & ~stateBits) === a &&
        slots[at + 1] === words[from + 1] &&
        slots[at + 2] === words[from + 2] &&
        slots[at + 3] === words[from + 3]
      ) {
        return at;
      }
    }
  }
}

/** Held for microseconds, by one thread at a time, whose number it shows; nothing that is done meanwhile throws. */
class SpinLock {
  readonly #words: Int32Array;
  readonly #at: number;

  constructor(words: Int32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  take(): void {
    for (let tries = 0; Atomics.compareExchange(this.#words, this.#at, 0, holder(threadId)) !== 0; tries += 1) {
      // Whoever holds it may have lost its core: then waiting beats trying.
      if (tries > 1_000) Atomics.wait(this.#words, this.#at, Atomics.load(this.#words, this.#at), 1);
    }
  }

  give(): void {
    Atomics.store(this.#words, this.#at, 0);
  }

  /** For a thread that died while it held it. */
  giveFor(deadThread: number): void {
    Atomics.compareExchange(this.#words, this.#at, holder(deadThread), 0);
  }
}

/** The main thread has number 0, and 0 says that nobody holds it. */
const holder = (thread: number): number => thread + 1;

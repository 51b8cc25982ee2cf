/**
 * Remembers the newest record ids, exactly, in bounded memory: between half of `capacity` and all of it, at 32 to 64
 * bytes for each id of the capacity. Two hash tables take turns: when the younger is full the older is emptied.
 */
export class RecentIds {
  #young: IdTable;
  #old: IdTable;

  constructor(capacity: number) {
    const each = Math.max(1, Math.ceil(capacity / 2));
    this.#young = new IdTable(each);
    this.#old = new IdTable(each);
  }

  /** Takes an id of 32 hexadecimal digits. */
  add(id: string): void {
    const words = wordsOf(id);
    if (this.#old.has(words)) return;
    if (this.#young.full && !this.#young.has(words)) {
      [this.#young, this.#old] = [this.#old, this.#young];
      this.#young.clear();
    }
    this.#young.add(words);
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    return this.#young.has(words) || this.#old.has(words);
  }
}

/** One id as four words of 32 bits; the same memory for each call, because there are many. */
const scratch = new Uint32Array(4);

function wordsOf(id: string): Uint32Array {
  for (let word = 0; word < 4; word += 1) {
    let value = 0;
    for (let digit = word * 8; digit < word * 8 + 8; digit += 1) {
      const code = id.charCodeAt(digit);
      // '0' to '9' are 48 to 57, 'a' to 'f' are 97 to 102.
      value = (value << 4) | (code < 58 ? code - 48 : code - 87);
    }
    scratch[word] = value;
  }
  return scratch;
}

/** A hash table of 128-bit ids with open addressing, at most half full. Four zero words mark an empty slot. */
class IdTable {
  readonly #capacity: number;
  readonly #mask: number;
  readonly #slots: Uint32Array;
  // Senders choose the ids: without a secret they could make all of them meet in one slot.
  readonly #secret = crypto.getRandomValues(new Uint32Array(4));
  #count = 0;
  #hasZero = false;

  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#capacity = capacity;
    this.#mask = slots - 1;
    this.#slots = new Uint32Array(slots * 4);
  }

  get full(): boolean {
    return this.#count >= this.#capacity;
  }

  has(words: Uint32Array): boolean {
    return isZero(words, 0) ? this.#hasZero : !isZero(this.#slots, this.#place(words));
  }

  add(words: Uint32Array): void {
    if (this.has(words)) return;
    this.#count += 1;
    if (isZero(words, 0)) this.#hasZero = true;
    else this.#slots.set(words, this.#place(words));
  }

  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
    this.#hasZero = false;
  }

  /** Where the id stands, or the empty slot where it would. */
  #place(words: Uint32Array): number {
    const slots = this.#slots;
    for (let slot = this.#hash(words) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 4;
      if (isZero(slots, at) || areEqual(slots, at, words)) return at;
    }
  }

  /** Each word is mixed with a secret before the next comes in (the finaliser of MurmurHash3). */
  #hash(words: Uint32Array): number {
    let hash = 0;
    for (let index = 0; index < 4; index += 1) {
      hash ^= (words[index] ?? 0) ^ (this.#secret[index] ?? 0);
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
      hash ^= hash >>> 16;
    }
    return hash;
  }
}

function isZero(slots: Uint32Array, at: number): boolean {
  return slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0;
}

function areEqual(slots: Uint32Array, at: number, words: Uint32Array): boolean {
  return (
    slots[at] === words[0] && slots[at + 1] === words[1] && slots[at + 2] === words[2] && slots[at + 3] === words[3]
  );
}

/**
 * Remembers the newest record ids, exactly, in bounded memory: between half of `capacity` and all of it, at 32 bytes
 * for each id of the capacity. Two hash tables take turns: when the younger is full the older is emptied.
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
    if (this.#young.has(words) || this.#old.has(words)) return;
    if (this.#young.full) {
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

type Words = readonly [number, number, number, number];

function wordsOf(id: string): Words {
  const word = (index: number) => Number.parseInt(id.slice(index * 8, index * 8 + 8), 16) >>> 0;
  return [word(0), word(1), word(2), word(3)];
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

  has(words: Words): boolean {
    return isZero(words) ? this.#hasZero : this.#find(words).found;
  }

  add(words: Words): void {
    this.#count += 1;
    if (isZero(words)) this.#hasZero = true;
    else this.#slots.set(words, this.#find(words).at);
  }

  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
    this.#hasZero = false;
  }

  #find(words: Words): { found: boolean; at: number } {
    const slots = this.#slots;
    for (let slot = this.#hash(words) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * 4;
      const [a, b, c, d] = [slots[at], slots[at + 1], slots[at + 2], slots[at + 3]];
      if (a === words[0] && b === words[1] && c === words[2] && d === words[3]) return { found: true, at };
      if (a === 0 && b === 0 && c === 0 && d === 0) return { found: false, at };
    }
  }

  /** Each word is mixed with a secret before the next comes in (the finaliser of MurmurHash3). */
  #hash(words: Words): number {
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

const isZero = ([a, b, c, d]: Words): boolean => (a | b | c | d) === 0;

import type { JournalEntry } from '../contract.ts';

const storageKey = 'edgecart.journal';
/** What a page may leave behind; far below sessionStorage's 5 MB, which belongs to the shop. */
const maxStoredChars = 65_536;
const maxEntries = 1_000;

export interface Journal {
  add(entry: JournalEntry): void;
  /** Entries that the worker has not acknowledged, oldest first. */
  pending(): JournalEntry[];
  acknowledge(done: readonly JournalEntry[]): void;
  /** From now on (not) also in sessionStorage, so that an event survives the click that navigates away. */
  keep(allowed: boolean): void;
  clear(): void;
}

/**
 * A small synchronous journal of what the worker has not taken yet. In sessionStorage, which belongs to one tab, so that
 * tabs do not overwrite each other. Storage that refuses (private windows, quota) costs durability, nothing else.
 */
export function createJournal(storage: () => Storage = () => sessionStorage): Journal {
  let entries: JournalEntry[] = [];
  let kept = false;

  let saving = false;
  /** Once for all that is captured in one go; a microtask still runs before the click's navigation takes the page away. */
  const save = () => {
    if (saving || !kept) return;
    saving = true;
    queueMicrotask(saveNow);
  };

  const saveNow = () => {
    saving = false;
    if (!kept) return;
    try {
      if (entries.length === 0) return storage().removeItem(storageKey);
      let text = JSON.stringify(entries);
      for (let from = 1; text.length > maxStoredChars; from *= 2) text = JSON.stringify(entries.slice(from));
      storage().setItem(storageKey, text);
    } catch {
      // Refused: the worker's store is the next chance.
    }
  };

  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > maxEntries) entries.shift();
      save();
    },
    pending: () => entries.slice(),
    acknowledge(done) {
      entries = entries.filter((entry) => !done.includes(entry));
      save();
    },
    keep(allowed) {
      if (allowed === kept) return;
      try {
        if (allowed) {
          const left: unknown = JSON.parse(storage().getItem(storageKey) ?? '[]');
          if (Array.isArray(left)) entries = [...left, ...entries];
        } else storage().removeItem(storageKey);
      } catch {
        // As above.
      }
      kept = allowed;
      save();
    },
    clear() {
      entries = [];
      save();
    },
  };
}

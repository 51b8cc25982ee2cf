import type { JournalEntry } from '../contract.ts';
import { attempt } from './attempt.ts';

const storageKey = 'edgecart.journal';
/** What a page may leave behind; far below sessionStorage's 5 MB, which belongs to the shop. */
const maxStoredChars = 65_536;
const maxEntries = 1_000;

export interface Journal {
  add(entry: JournalEntry): void;
  /** Entries that the worker has not acknowledged, oldest first. */
  pending(): JournalEntry[];
  acknowledge(done: readonly JournalEntry[]): void;
  /** From now on what waits may (not) be stored, and what an earlier page has left is taken over when it is asked for. */
  keep(allowed: boolean): void;
  /** Writes what waits to sessionStorage, when the page is hidden: an event must survive the click that navigates away. */
  save(): void;
  clear(): void;
}

/**
 * A small synchronous journal of what the worker has not taken yet. In sessionStorage, which belongs to one tab, so that
 * tabs do not overwrite each other; and only when the page is left, for a write takes longer than all else that `track`
 * does. Storage that refuses (private windows, quota) costs durability, nothing else.
 */
export function createJournal(storage: () => Storage = () => sessionStorage): Journal {
  let entries: JournalEntry[] = [];
  let kept = false;

  /** Whether something lies in the storage. */
  let stored = false;
  /** Whether an earlier page may have left something there. Reading takes a slow phone's page as long as a frame. */
  let unread = false;

  const remove = () => attempt(() => storage().removeItem(storageKey));

  const takeOver = () => {
    if (!unread) return;
    unread = false;
    // Refused, or not ours: nothing was left.
    const left: unknown = attempt(() => JSON.parse(storage().getItem(storageKey) ?? '[]'));
    if (!Array.isArray(left)) return;
    entries = [...left, ...entries];
    stored = left.length > 0;
  };

  const save = () => {
    if (!kept) return;
    takeOver();
    stored = entries.length > 0;
    if (!stored) return remove();
    // Refused: the worker's store is the next chance.
    attempt(() => {
      let text = JSON.stringify(entries);
      for (let from = 1; text.length > maxStoredChars; from *= 2) text = JSON.stringify(entries.slice(from));
      storage().setItem(storageKey, text);
    });
  };

  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > maxEntries) entries.shift();
    },
    pending() {
      takeOver();
      return entries.slice();
    },
    acknowledge(done) {
      entries = entries.filter((entry) => !done.includes(entry));
      if (stored) save();
    },
    keep(allowed) {
      if (allowed === kept) return;
      kept = allowed;
      unread = allowed;
      if (!allowed) remove();
    },
    save,
    clear() {
      unread = false;
      entries = [];
      save();
    },
  };
}

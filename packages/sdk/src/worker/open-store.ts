import { guardStore } from './guarded-store.ts';
import { openIndexedDbStore } from './indexeddb-store.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Store } from './store.ts';

/** IndexedDB, or memory where the browser refuses it (private windows, sandboxed frames); never rejects. */
export async function openStore(diagnose: (code: string, message: string) => void): Promise<Store> {
  const refused = (error: unknown) => diagnose('storage-refused', `IndexedDB: ${error}. Working from memory.`);
  try {
    return guardStore(await openIndexedDbStore(), refused);
  } catch (error) {
    refused(error);
    return createMemoryStore();
  }
}

import { createMemoryStore } from './memory-store.ts';
import type { Store } from './store.ts';

type Method = (...args: unknown[]) => Promise<unknown>;

/**
 * A store that never rejects: the first refusal (quota, a killed connection) is told once, and from then on memory takes
 * over for the rest of the page. What IndexedDB holds by then waits there for the next page.
 */
export function guardStore(inner: Store, onRefused: (error: unknown) => void): Store {
  let store = inner;
  return new Proxy(inner, {
    get: (_, name: keyof Store) => {
      // Whatever is no function of a store (`then`, which makes a promise of what has it) is not one here either.
      if (typeof inner[name] !== 'function') return store[name];
      return async (...args: unknown[]) => {
        const used = store;
        try {
          return await (used[name] as Method)(...args);
        } catch (error) {
          // Not by its name, which the build shortens.
          if (used[name] === used.writeCopy) return;
          if (store === used) {
            store = createMemoryStore();
            onRefused(error);
          }
          return (store[name] as Method)(...args);
        }
      };
    },
  });
}

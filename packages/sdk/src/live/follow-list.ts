import { waitMs } from './wait.ts';

export interface FollowOptions {
  /** Base URL of the collector, as in `createEdgecart`; with several shops, with `/k/<write key>`. */
  collector: string;
  /** Milliseconds between two looks while the page is seen; at least 500. */
  everyMs?: number;
  fetcher?: typeof fetch;
}

/** A list of item ids that the collector tells everybody. */
interface FollowedList {
  path: string;
  /** Where it stands in the answer. */
  name: string;
  everyMs: number;
  /** So long what was known last holds while the collector does not answer. */
  holdsMs: number;
  tell: (ids: string[]) => void;
}

const leastEveryMs = 500;

/** Asks the collector for a list, again and again while the page is seen, and tells each change. Returns how to stop. */
export function followList({ collector, fetcher = fetch, ...options }: FollowOptions, list: FollowedList): () => void {
  const url = `${collector.replace(/\/+$/, '')}/${list.path}`;
  const everyMs = Math.max(leastEveryMs, options.everyMs ?? list.everyMs);
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let failures = 0;
  let known = '[]';
  let heardMs = performance.now();

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (asking || signal.aborted || document.hidden) return;
    asking = true;
    try {
      const ids = await ask();
      failures = 0;
      heardMs = performance.now();
      hear(ids);
    } catch {
      failures += 1;
      if (performance.now() - heardMs > list.holdsMs) hear([]);
    }
    asking = false;
    if (!signal.aborted) timer = setTimeout(look, waitMs(everyMs, failures, Math.random()));
  }

  async function ask(): Promise<string[]> {
    // The browser's cache asks with the tag of what it has.
    const answer = await fetcher(url, { credentials: 'omit', signal });
    const body: unknown = answer.ok ? await answer.json() : undefined;
    const ids: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, list.name) : undefined;
    if (!isList(ids)) throw new Error(`${url} has no list of ids`);
    return ids;
  }

  function hear(ids: string[]): void {
    const text = JSON.stringify(ids);
    if (signal.aborted || text === known) return;
    known = text;
    list.tell(ids);
  }

  for (const sign of ['visibilitychange', 'online', 'pageshow'])
    (sign === 'visibilitychange' ? document : window).addEventListener(sign, look, { signal });
  void look();
  return () => {
    clearTimeout(timer);
    stopping.abort();
  };
}

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

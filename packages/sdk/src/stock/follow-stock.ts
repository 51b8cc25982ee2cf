import type { Edgecart } from '../api.ts';
import { waitMs } from './wait.ts';

export interface StockOptions {
  /** Base URL of the collector, as in `createEdgecart`; with several shops, with `/k/<write key>`. */
  collector: string;
  /** Milliseconds between two looks while the page is seen. Default 3,000, at least 500. */
  everyMs?: number;
  /** Told of all items that can't be bought now, whenever that changes: for the shop's own buttons. */
  onChange?: (gone: readonly string[]) => void;
  fetcher?: typeof fetch;
}

const leastEveryMs = 500;

/**
 * Asks the collector what is gone, again and again while the page is seen, and keeps Edgecart from suggesting it. While the
 * collector does not answer, what was known last holds. Returns how to stop.
 */
export function followStock(edgecart: Pick<Edgecart, 'gone'>, options: StockOptions): () => void {
  const { collector, everyMs = 3_000, onChange, fetcher = fetch } = options;
  const url = `${collector.replace(/\/+$/, '')}/v1/stock`;
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let failures = 0;
  let known = '[]';

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (asking || signal.aborted || document.hidden) return;
    asking = true;
    try {
      const gone = await ask();
      failures = 0;
      if (!signal.aborted && JSON.stringify(gone) !== known) tell(gone);
    } catch {
      failures += 1;
    }
    asking = false;
    if (!signal.aborted) timer = setTimeout(look, waitMs(Math.max(leastEveryMs, everyMs), failures, Math.random()));
  }

  async function ask(): Promise<string[]> {
    // The browser's cache asks with the tag of what it has.
    const answer = await fetcher(url, { credentials: 'omit', signal });
    const body: unknown = answer.ok ? await answer.json() : undefined;
    const gone: unknown = typeof body === 'object' && body !== null && 'gone' in body ? body.gone : undefined;
    if (!isList(gone)) throw new Error(`${url} does not say what is gone`);
    return gone;
  }

  function tell(gone: string[]): void {
    known = JSON.stringify(gone);
    edgecart.gone(gone);
    try {
      onChange?.(gone);
    } catch {
      // The shop's own fault must not end the watching.
    }
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

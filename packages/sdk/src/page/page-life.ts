import { nextTask } from './next-task.ts';

/**
 * Whether a person was seen to touch this page: pointer, key, touch or wheel, and trusted. Looks from the next task on: to
 * listen to touches takes a slow phone's page a third of a frame.
 */
export function watchHuman(signal: AbortSignal): () => boolean {
  let seen = false;
  const watching = new AbortController();
  signal.addEventListener('abort', () => watching.abort());
  void nextTask().then(() => {
    for (const name of ['pointerdown', 'pointermove', 'keydown', 'touchstart', 'wheel'])
      addEventListener(
        name,
        (event) => {
          if (!event.isTrusted) return;
          seen = true;
          watching.abort();
        },
        { passive: true, capture: true, signal: watching.signal },
      );
  });
  return () => seen;
}

interface PageLife {
  /** The page is hidden, which may be the last that it does. */
  hidden(): void;
  /** It is hidden, or seen again, or the browser is back online. */
  changed(): void;
  /** Another tab has written to the storage. */
  stored(): void;
}

/**
 * Follows the page's life. Never `unload` or `beforeunload`: they keep pages out of the back/forward cache
 * (https://web.dev/articles/bfcache).
 */
export function followPage(signal: AbortSignal, { hidden, changed, stored }: PageLife): void {
  const shown = () => {
    if (document.hidden) hidden();
    changed();
  };
  document.addEventListener('visibilitychange', shown, { signal });
  addEventListener('pagehide', hidden, { signal });
  addEventListener('online', changed, { signal });
  addEventListener('storage', stored, { signal });
}

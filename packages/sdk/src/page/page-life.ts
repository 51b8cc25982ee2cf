/** Whether a person was seen to touch this page: pointer, key, touch or wheel, and trusted. */
export function watchHuman(signal: AbortSignal): () => boolean {
  let seen = false;
  const watching = new AbortController();
  signal.addEventListener('abort', () => watching.abort());
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
  return () => seen;
}

/**
 * Calls back whenever the page is hidden, which may be the last that it does, and whenever it was hidden or shown or is
 * online again. Never `unload` or `beforeunload`: they keep pages out of the back/forward cache (https://web.dev/articles/bfcache).
 */
export function watchLife(signal: AbortSignal, hidden: () => void, turned: () => void): void {
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.hidden) hidden();
      turned();
    },
    { signal },
  );
  addEventListener('pagehide', hidden, { signal });
  addEventListener('online', turned, { signal });
}

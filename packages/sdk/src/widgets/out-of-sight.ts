/**
 * Does something that changes an element's height as soon as the shopper cannot see it move the page: at once below the
 * fold, otherwise when scrolling has brought it there. Answers with how to call it off.
 */
export function whenBelowTheFold(target: Element, work: () => void): () => void {
  const isBelow = () => target.getBoundingClientRect().top >= innerHeight;
  if (isBelow()) {
    work();
    return () => {};
  }
  const listening = new AbortController();
  const look = () => {
    if (!isBelow()) return;
    listening.abort();
    work();
  };
  addEventListener('scroll', look, { signal: listening.signal, passive: true });
  return () => listening.abort();
}

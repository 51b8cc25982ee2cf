/** Tells once of each entry that at least half of it was seen. Give it the entries that there are now. */
export function watchSeen(told: (entries: readonly Element[]) => void): (entries: readonly HTMLElement[]) => void {
  const known = new Set<string>();
  const observer = new IntersectionObserver(
    (changes) => {
      const fresh = changes.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
      for (const entry of fresh) {
        observer.unobserve(entry);
        if (entry instanceof HTMLElement) known.add(entry.dataset.itemId ?? '');
      }
      if (fresh.length > 0) told(fresh);
    },
    { threshold: 0.5 },
  );
  return (entries) => {
    observer.disconnect();
    for (const entry of entries) if (!known.has(entry.dataset.itemId ?? '')) observer.observe(entry);
  };
}

const lookMs = 200;
/** A consent tool that has not come by then was blocked, or is not on this page. */
const longestMs = 60_000;

/** Uses what other scripts of the page bring, as soon as it is there. Returns how to stop looking. */
export function whenThere<T>(find: () => T | undefined, use: (found: T) => void): () => void {
  let looked = 0;
  const look = () => {
    const found = find();
    if (found !== undefined || ++looked > longestMs / lookMs) clearInterval(timer);
    if (found !== undefined) use(found);
  };
  const timer = setInterval(look, lookMs);
  look();
  return () => clearInterval(timer);
}

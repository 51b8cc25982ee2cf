const place = 'edgecart.draw';
/** So many different draws: of many devices each has the same one. */
const draws = 10_000;

/**
 * This device's draw for experiments: kept where the shopper agreed to storing, else drawn for this page alone, and what was kept
 * is taken away. It is told to nobody.
 */
export function deviceDraw(mayStore: boolean, random: () => number): number {
  const drawn = Math.floor(random() * draws);
  try {
    if (!mayStore) {
      localStorage.removeItem(place);
      return drawn;
    }
    const kept = Number(localStorage.getItem(place) ?? Number.NaN);
    if (Number.isInteger(kept) && kept >= 0 && kept < draws) return kept;
    localStorage.setItem(place, String(drawn));
  } catch {
    // A browser that keeps nothing: then each page draws.
  }
  return drawn;
}

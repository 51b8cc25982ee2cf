/** What happened at one product of a basket: was it among what was suggested just before? */
export interface Step {
  /** How many products lay in the cart before. */
  place: number;
  next: string;
  suggested: readonly string[];
  popular: readonly string[];
  hit: boolean;
  popularHit: boolean;
}

export const listLength = 10;

/** The best-selling products that are not in the cart: what a shop without any model would show. */
export function popularNotInCart(bestFirst: readonly string[], cart: readonly string[], count = listLength): string[] {
  const taken = new Set(cart);
  const list: string[] = [];
  for (const id of bestFirst) {
    if (list.length === count) break;
    if (!taken.has(id)) list.push(id);
  }
  return list;
}

/** Scores the product at `place` of a basket against the suggestions for the products before it. */
export function scoreStep(
  basket: readonly string[],
  place: number,
  suggestions: readonly string[],
  bestFirst: readonly string[],
): Step {
  const next = basket[place];
  if (next === undefined) throw new RangeError(`The basket has ${basket.length} products, not ${place + 1}.`);
  const suggested = suggestions.slice(0, listLength);
  const popular = popularNotInCart(bestFirst, basket.slice(0, place));
  return { place, next, suggested, popular, hit: suggested.includes(next), popularHit: popular.includes(next) };
}

export interface Tally {
  guesses: number;
  hits: number;
  popularHits: number;
}

export function tally(steps: readonly Step[]): Tally {
  return {
    guesses: steps.length,
    hits: steps.filter(({ hit }) => hit).length,
    popularHits: steps.filter(({ popularHit }) => popularHit).length,
  };
}

export function addUp(tallies: Iterable<Tally>): Tally {
  const sum: Tally = { guesses: 0, hits: 0, popularHits: 0 };
  for (const { guesses, hits, popularHits } of tallies) {
    sum.guesses += guesses;
    sum.hits += hits;
    sum.popularHits += popularHits;
  }
  return sum;
}

/** A share as a percentage with one decimal, or a dash as long as there is nothing to share. */
export const formatRate = (hits: number, guesses: number) =>
  guesses === 0 ? '–' : `${((100 * hits) / guesses).toFixed(1)} %`;

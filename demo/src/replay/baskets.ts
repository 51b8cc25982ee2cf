/** A real basket of weeks that the model was not trained on. */
export interface Basket {
  id: number;
  day: string;
  items: readonly string[];
}

export interface ReplayData {
  source: string;
  weeks: readonly number[];
  baskets: readonly Basket[];
}

/** Baskets of which at least two products are in the range: one to start from, one to guess. */
export async function loadBaskets(known: ReadonlyMap<string, unknown>): Promise<ReplayData> {
  const response = await fetch('/replay.json');
  if (!response.ok) throw new Error(`The baskets could not be loaded: ${response.status} ${response.url}`);
  const data = (await response.json()) as ReplayData;
  const baskets = data.baskets
    .map((basket) => ({ ...basket, items: basket.items.filter((id) => known.has(id)) }))
    .filter(({ items }) => items.length >= 2);
  return { ...data, baskets };
}

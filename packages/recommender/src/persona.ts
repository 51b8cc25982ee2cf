import type { Model } from './model.ts';

export type Persona = Model['manifest']['personas'][number];

/** Share of each model category among items, in the order of `manifest.categories`; zeros when none is known. [C] */
export function categoryShares(model: Model, itemIds: Iterable<string>): Float32Array {
  const shares = new Float32Array(model.manifest.categories.length);
  let known = 0;
  for (const id of itemIds) {
    const row = model.rowOf.get(id);
    if (row === undefined) continue;
    const category = model.categories[row] ?? 0;
    shares[category] = (shares[category] ?? 0) + 1;
    known++;
  }
  return known === 0 ? shares : shares.map((count) => count / known);
}

/** The persona whose centroid lies nearest (Euclidean); `undefined` when nothing is known of the shopper. */
export function nearestPersona(model: Model, shares: Float32Array): Persona | undefined {
  if (!shares.some((share) => share > 0)) return undefined;
  const distance = (persona: number) =>
    shares.reduce(
      (sum, share, c) => sum + (share - (model.personaCentroids[persona * shares.length + c] ?? 0)) ** 2,
      0,
    );
  const distances = model.manifest.personas.map((_, persona) => distance(persona));
  return model.manifest.personas[distances.indexOf(Math.min(...distances))];
}

import type { Model } from './model.ts';
import { takeIndices, takeTensor } from './safetensors.ts';

export type Persona = Model['manifest']['personas'][number];

/**
 * Takes what personas are found by out of the model's file, and answers with what finds the persona of a shopper with
 * these items: that whose centroid lies nearest (Euclidean) to the shares of the items' categories, or `undefined` when the
 * model knows none of them. Throws an `Error` that names the tensor that is missing or does not fit.
 */
export function openPersonas(model: Model): (itemIds: Iterable<string>) => Persona | undefined {
  const { tensors, popularity } = model;
  const { categories, personas } = model.manifest;
  const count = categories.length;
  const type = count > 256 ? Uint16Array : Uint8Array;
  const categoryOf = takeIndices<Uint8Array | Uint16Array>(
    tensors,
    'item_categories',
    type,
    [popularity.length],
    count,
  );
  const centroids = takeTensor(tensors, 'persona_centroids', Float32Array, [personas.length, count]);

  return (itemIds) => {
    // Of the model as it is by then: a table takes the place of its map of ids, which must not be held on to.
    const rows = Array.from(itemIds, (id) => model.rowOf.get(id)).filter((row) => row !== undefined);
    if (rows.length === 0) return undefined;
    const shares = new Float64Array(count);
    for (const row of rows) {
      const category = categoryOf[row] ?? 0;
      shares[category] = (shares[category] ?? 0) + 1 / rows.length;
    }
    const distances = personas.map((_, persona) =>
      shares.reduce((sum, share, c) => sum + (share - (centroids[persona * count + c] ?? 0)) ** 2, 0),
    );
    return personas[distances.indexOf(Math.min(...distances))];
  };
}

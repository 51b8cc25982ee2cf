import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueItem, Interaction, ModelManifest } from '@edgecart/protocol';
import { loadModel, placeFile, recommend, sessionInput } from '@edgecart/recommender';
import { createEncoder } from '@edgecart/recommender/encoder';
import { quantile } from '../device/quantiles.ts';
import { conservativeRank, type Figures, figuresOf } from './figures.ts';

export interface MeasuredModel {
  figures: Figures;
  examples: number;
  items: number;
  /** Median of a whole `recommend` in Node, over the first sessions. */
  requestMs: number;
}

const timed = 500;

/** Reads a published model and `test.jsonl` beside it, and ranks each example's target among the whole catalogue. */
export async function measureModel(folder: string): Promise<MeasuredModel> {
  const { version } = JSON.parse(await readFile(join(folder, 'latest.json'), 'utf8')) as { version: string };
  const manifest = JSON.parse(await readFile(join(folder, version, 'manifest.json'), 'utf8')) as ModelManifest;
  const bytes = await readFile(join(folder, version, 'model.safetensors'));
  const file = placeFile(manifest, new Uint8Array(bytes).buffer);
  const { model } = await loadModel({ manifest, file });
  const encoder = createEncoder(model);
  const lines = (await readFile(join(folder, 'test.jsonl'), 'utf8')).trim().split('\n');
  const examples = lines.map((line) => JSON.parse(line) as [string[], string | null]);

  const ranks = examples.map(([items, target]) => {
    const row = target === null ? undefined : model.rowOf.get(target);
    if (row === undefined) return Number.POSITIVE_INFINITY;
    return conservativeRank(encoder.rank(sessionInput(model, walk(items)), 20).scores, row);
  });

  // A shop has categories; of one alone, an answer may hold only so much before the ladder goes on.
  const catalogue = new Map(
    manifest.items.map((id, row): [string, CatalogueItem] => [
      id,
      { item_id: id, item_name: id, price: 1, item_category: `category ${row % 100}` },
    ]),
  );
  const times = examples.slice(0, timed).map(([items]) => {
    const situation = { model, encoder, catalogue, session: walk(items), excluded: new Set<string>(), limit: 20 };
    const startMs = performance.now();
    recommend(situation);
    return performance.now() - startMs;
  });
  return {
    figures: figuresOf(ranks),
    examples: examples.length,
    items: manifest.items.length,
    requestMs: quantile(times, 0.5),
  };
}

/** A minute between two products, as the trainer measures. */
const walk = (items: readonly string[]): Interaction[] =>
  items.map((item_id, at) => ({
    item_id,
    type: 'view_item',
    age_minutes: items.length - 1 - at,
    in_cart: false,
  }));

import { defined, type Interaction } from '@edgecart/protocol';
import { loudest } from './explain.ts';
import { graphParts, graphShares } from './item-graph.ts';
import type { Model } from './model.ts';
import { categoryOf, isSold, type Products } from './products.ts';
import type { RankedRow, ScoreShares } from './rank-session.ts';
import type { SessionEncoder } from './session-encoder.ts';
import { type SessionInput, sessionInput } from './session-input.ts';

export type Source = 'model' | 'item-graph' | 'same-category' | 'trending' | 'catalogue-order';

export interface Suggestion {
  item_id: string;
  score: number;
  source: Source;
  /** The session's item that spoke loudest for it. */
  because?: string;
  /** Of the model's scores: what they are the sum of. */
  parts?: ScoreShares;
}

/** All that an answer is made from. Whatever is missing makes the ladder start a step lower. */
export interface Situation {
  model?: Model | undefined;
  encoder?: SessionEncoder | undefined;
  catalogue: Products;
  /** Oldest first. */
  session: readonly Interaction[];
  /** Ids that must not be suggested: what lies in the cart, what is being looked at. */
  excluded: ReadonlySet<string>;
  /** What trends with everybody now, the most first; it goes before what was popular when the model was made. */
  rising?: readonly string[] | undefined;
  limit: number;
}

/** So many candidates are taken from the scores before the shop's rules are asked. */
const candidatesKept = 200;
/** No category fills more than this share of an answer while others have something to say. */
const categoryShare = 0.4;

/**
 * Suggestions for a session, by the first steps of the ladder that have something to say: model, item graph, same
 * category, trending, catalogue order. Items that are excluded or out of stock are never among them.
 */
export function recommend(situation: Situation): Suggestion[] {
  return choose(situation, ladder(situation)).map(({ reason, ...suggestion }) =>
    defined({ ...suggestion, because: reason?.() }),
  );
}

/** Reasons are worked out only for what is chosen: they cost more than scores. */
interface Candidate extends Omit<Suggestion, 'because'> {
  reason?: () => string | undefined;
}

/** Candidates of one step after the other, each step the best first; an item may come again at a later step. */
function* ladder(situation: Situation): Generator<Candidate> {
  const { model, encoder, session } = situation;
  const input = model && sessionInput(model, session);
  if (model && input && input.rows.length > 0) {
    if (encoder) yield* fromModel(model, encoder, input, situation.limit + situation.excluded.size);
    yield* fromGraph(model, input);
  }
  yield* fromCategories(situation);
  yield* fromTrends(situation);
  yield* fromCatalogue(situation.catalogue);
}

function* fromModel(model: Model, encoder: SessionEncoder, input: SessionInput, wanted: number): Generator<Candidate> {
  const { top, because } = encoder.rank(input, Math.max(candidatesKept, wanted));
  yield* explained(model, top, 'model', because);
}

function* fromGraph(model: Model, input: SessionInput): Generator<Candidate> {
  const ranked = [...graphShares(model, input.rows)]
    .map(([row, score]) => ({ row, score }))
    .sort((a, b) => b.score - a.score || a.row - b.row);
  const because = (row: number) => loudest(input, graphParts(model, input.rows, row));
  yield* explained(model, ranked.slice(0, candidatesKept), 'item-graph', because);
}

function* explained(
  { idOf }: Model,
  ranked: Iterable<RankedRow>,
  source: Source,
  because: (row: number) => number | undefined,
): Generator<Candidate> {
  for (const { row, ...rest } of ranked)
    yield { item_id: idOf(row) ?? '', source, reason: () => idOf(because(row)), ...rest };
}

/** The categories of the session's items, the newest first; within each the most popular first. */
function* fromCategories({ model, catalogue, session }: Situation): Generator<Candidate> {
  const newestFirst = session.toReversed();
  const seen = new Set<string>();
  for (const { item_id } of newestFirst) {
    const category = categoryOf(catalogue.get(item_id));
    if (category === undefined || seen.has(category)) continue;
    seen.add(category);
    const popularity = popularityIn(model);
    const alike = catalogue.alike?.(category) ?? byCategory(catalogue).get(category) ?? [];
    for (const other of alike.toSorted((a, b) => popularity(b) - popularity(a)))
      yield { item_id: other, score: popularity(other), source: 'same-category', reason: () => item_id };
  }
}

const categoryIndexes = new WeakMap<Products, Map<string, string[]>>();

/** The ids of each category, in the shop's order; made once for a catalogue. */
function byCategory(catalogue: Products): Map<string, string[]> {
  let index = categoryIndexes.get(catalogue);
  if (index === undefined) {
    index = new Map();
    categoryIndexes.set(catalogue, index);
    for (const id of catalogue.keys()) {
      const category = categoryOf(catalogue.get(id)) ?? '';
      const ids = index.get(category);
      if (ids) ids.push(id);
      else index.set(category, [id]);
    }
  }
  return index;
}

function* fromTrends({ model, rising = [] }: Situation): Generator<Candidate> {
  const popularity = popularityIn(model);
  for (const item_id of [...rising, ...Array.from(model?.byPopularity ?? [], (row) => model?.idOf(row) ?? '')])
    yield { item_id, score: popularity(item_id), source: 'trending' };
}

/** From 0 to 1, as it was when the model was made. */
const popularityIn = (model: Model | undefined) => (id: string) =>
  (model?.popularity[model.rowOf.get(id) ?? -1] ?? 0) / 255;

function* fromCatalogue(catalogue: Products): Generator<Candidate> {
  for (const item_id of catalogue.keys()) yield { item_id, score: 0, source: 'catalogue-order' };
}

/** Takes the first that the rules allow; what only the category's share forbids fills up what stays empty. */
function choose({ catalogue, excluded, limit }: Situation, candidates: Iterable<Candidate>): Candidate[] {
  const chosen: Candidate[] = [];
  const postponed: Candidate[] = [];
  const decided = new Set<string>(excluded);
  const perCategory = new Map<string, number>();
  const most = Math.max(1, Math.ceil(limit * categoryShare));
  for (const candidate of candidates) {
    if (chosen.length >= limit) break;
    if (decided.has(candidate.item_id)) continue;
    decided.add(candidate.item_id);
    const item = catalogue.traits?.(candidate.item_id) ?? catalogue.get(candidate.item_id);
    if (!isSold(catalogue, item)) continue;
    const category = categoryOf(item);
    const count = category === undefined ? 0 : (perCategory.get(category) ?? 0);
    if (count >= most) postponed.push(candidate);
    else {
      if (category !== undefined) perCategory.set(category, count + 1);
      chosen.push(candidate);
    }
  }
  return chosen.concat(postponed.slice(0, limit - chosen.length));
}

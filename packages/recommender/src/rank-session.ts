import type { CatalogueScan } from './catalogue-scan.ts';
import type { EncodedSession } from './encode-session.ts';
import { contributions, loudest } from './explain.ts';
import type { ShopperState } from './known-shopper.ts';
import type { Model } from './model.ts';
import { scoreSession } from './score-session.ts';
import type { ScoredItems } from './scored-items.ts';
import type { SessionInput } from './session-input.ts';
import { createRanking } from './top-k.ts';

export interface RankedRow {
  row: number;
  score: number;
  /** What the score is the sum of; worked out when it is read. */
  readonly parts?: ScoreShares;
}

/** What the parts of a score count, weighed as the shopper's device has learned to. */
export interface ScoreShares {
  /** To the session, with what a repeat counts. */
  likeness: number;
  /** What is often taken after, or with, the session's items. */
  graph: number;
  popularity: number;
  /** What this device has learned of its shopper. */
  shopper: number;
}

export interface RankedSession {
  /** The best k, the best first; equal scores in order of row. */
  top: RankedRow[];
  /** [N]; the encoder's own, until the next session is ranked. */
  scores: Float32Array;
  /** Absent for an empty session, which is scored by popularity alone. */
  encoded: EncodedSession | undefined;
  /** The row of the session's item that spoke loudest for an item. */
  because(row: number): number | undefined;
}

/** Scores the catalogue for an encoded session, as docs/model-format.md defines it, and ranks the best k rows. */
export function rankSession(
  model: Model,
  items: ScoredItems,
  catalogue: CatalogueScan,
  session: SessionInput,
  encoded: EncodedSession | undefined,
  k: number,
  learned?: Pick<ShopperState, 'vector' | 'weights'>,
): RankedSession {
  const { temperature, popularity } = model.manifest.blend;
  const { scores, scan } = catalogue;
  const [likenessWeight = 1, gainWeight = 1, popularityWeight = 1] = learned?.weights ?? [];
  const factor = likenessWeight / temperature;
  // What was learned of the shopper is part of the query: it costs no second scan.
  const query = encoded?.vector.map((value, k) => factor * value + (learned?.vector[k] ?? 0)) ?? new Float32Array(0);
  const { parts, shares, repeats } = scoreSession(model, items, session, encoded);
  // The graph only adds, but a repeat may take away: as many more as there are repeats are needed from the scan. Whoever is
  // among the best in the end was so before, or is a neighbour of the session's items.
  const candidates = new Set(scan(query, 1, popularityWeight * popularity, k + repeats.size));
  const add = (row: number, part: number) => {
    scores[row] = (scores[row] as number) + part;
    candidates.add(row);
  };
  for (const row of shares.keys()) add(row, gainWeight * parts(row).gain);
  for (const [row, repeat] of repeats) add(row, likenessWeight * repeat);
  const ranking = createRanking(scores, k);
  for (const row of candidates) ranking.offer(row);
  const sharesOf = (row: number, score: number): ScoreShares => {
    const { likeness, gain, popularity: popular } = parts(row);
    const counted = [likenessWeight * likeness, gainWeight * gain, popularityWeight * popular] as const;
    return {
      likeness: counted[0],
      graph: counted[1],
      popularity: counted[2],
      shopper: score - counted[0] - counted[1] - counted[2],
    };
  };
  const top = Array.from(ranking.sorted(), (row) => {
    const score = scores[row] as number;
    return {
      row,
      score,
      get parts() {
        return sharesOf(row, score);
      },
    };
  });
  const because = (row: number) =>
    encoded && loudest(session, contributions(model, items, session, row, encoded, parts(row).gain));
  return { scores, top, encoded, because };
}

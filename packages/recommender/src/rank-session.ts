import type { CatalogueScan } from './catalogue-scan.ts';
import type { EncodedSession, RankedSession } from './encoder.ts';
import { contributions, graphContributions, loudest } from './explain.ts';
import { graphScores } from './item-graph.ts';
import type { Model } from './model.ts';
import type { SessionInput } from './session-input.ts';
import type { ShopperState } from './shopper.ts';
import { createRanking } from './top-k.ts';

/** Scores the catalogue for an encoded session, as docs/model-format.md defines it, and ranks the best k rows. */
export function rankSession(
  model: Model,
  catalogue: CatalogueScan,
  session: SessionInput,
  encoded: EncodedSession | undefined,
  k: number,
  learned?: Pick<ShopperState, 'vector' | 'weights'>,
): RankedSession {
  const { temperature, graph, popularity } = model.manifest.blend;
  const { scores, scan } = catalogue;
  const [likenessWeight = 1, graphWeight = 1, popularityWeight = 1] = learned?.weights ?? [];
  const factor = likenessWeight / temperature;
  // What was learned of the shopper is part of the query: it costs no second scan.
  const query = encoded?.vector.map((value, k) => factor * value + (learned?.vector[k] ?? 0)) ?? new Float32Array(0);
  const candidates = new Set(scan(query, 1, popularityWeight * popularity, k));
  // The graph only adds: whoever is among the best in the end was so before, or is a neighbour of the session's items.
  for (const [row, added] of graphScores(model, session.rows, graphWeight * graph)) {
    scores[row] = (scores[row] as number) + added;
    candidates.add(row);
  }
  const ranking = createRanking(scores, k);
  for (const row of candidates) ranking.offer(row);
  const top = Array.from(ranking.sorted(), (row) => ({ row, score: scores[row] as number }));
  const because = (row: number) => {
    const parts = encoded ? contributions(model, session, row, encoded) : graphContributions(model, session, row);
    return loudest(session, parts);
  };
  return { scores, top, encoded, because };
}

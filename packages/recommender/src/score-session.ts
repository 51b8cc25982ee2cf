import type { EncodedSession, SessionEncoder } from './encoder.ts';
import { addGraphScores, graphRows } from './item-graph.ts';
import type { Model } from './model.ts';
import { scanCatalogue } from './scan-catalogue.ts';
import type { SessionInput } from './session-input.ts';
import { createRanking } from './top-k.ts';

export interface ScoredSession {
  /** [N] */
  scores: Float32Array;
  /** What the encoder said; absent for an empty session. */
  encoded?: EncodedSession;
}

/** Scores of the whole catalogue for a session, as docs/model-format.md defines them; nothing is filtered out. */
export function scoreSession(model: Model, encoder: SessionEncoder, session: SessionInput): ScoredSession {
  const ranked = rankSession(model, encoder, session, 0);
  return { ...ranked, scores: ranked.scores.slice() };
}

export interface RankedSession extends ScoredSession {
  /** Rows of the k highest scores, the highest first; equal scores in order of row. */
  top: Uint32Array;
}

/** The same with the best k rows; `scores` are the model's own and change with the next request. */
export function rankSession(model: Model, encoder: SessionEncoder, session: SessionInput, k: number): RankedSession {
  const { scores } = model;
  const { temperature, graph, popularity } = model.manifest.blend;
  if (session.rows.length === 0) {
    scanCatalogue(model, new Float32Array(0), 0, popularity, 0);
    return { scores, top: new Uint32Array(0) };
  }
  const encoded = encoder.encode(session);
  // The graph only adds: whoever is among the best in the end was so before, or is a neighbour of the session's items.
  const candidates = new Set(scanCatalogue(model, encoded.vector, 1 / temperature, popularity, k));
  addGraphScores(model, session.rows, graph, scores);
  for (const row of graphRows(model, session.rows)) candidates.add(row);
  const ranking = createRanking(scores, k);
  for (const row of candidates) ranking.offer(row);
  return { scores, top: ranking.sorted(), encoded };
}

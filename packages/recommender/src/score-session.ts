import type { EncodedSession, SessionEncoder } from './encoder.ts';
import { addGraphScores } from './item-graph.ts';
import type { Model } from './model.ts';
import { scoreCatalogue } from './score-catalogue.ts';
import type { SessionInput } from './session-input.ts';

export interface ScoredSession {
  /** [N] */
  scores: Float32Array;
  /** What the encoder said; absent for an empty session. */
  encoded?: EncodedSession;
}

/** Scores of the whole catalogue for a session, as docs/model-format.md defines them; nothing is filtered out. */
export function scoreSession(model: Model, encoder: SessionEncoder, session: SessionInput): ScoredSession {
  const { blend } = model.manifest;
  // A plain loop: `from` with a function takes thirty times as long.
  const scores = new Float32Array(model.popularity.length);
  for (let row = 0; row < scores.length; row++) scores[row] = blend.popularity * (model.popularity[row] as number);
  if (session.rows.length === 0) return { scores };
  const encoded = encoder.encode(session);
  const query = encoded.vector.map((value) => value / blend.temperature);
  scoreCatalogue(query, model.vectors, model.scales, scores);
  addGraphScores(model, session.rows, blend.graph, scores);
  return { scores, encoded };
}

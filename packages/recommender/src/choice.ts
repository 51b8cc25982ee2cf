import type { Choice } from './known-shopper.ts';
import type { Model } from './model.ts';
import type { RankedSession } from './rank-session.ts';
import { scoreSession } from './score-session.ts';
import { readItemVector, type ScoredItems } from './scored-items.ts';
import type { SessionInput } from './session-input.ts';

/** What would have been suggested and was not chosen; as many again come from anywhere in the catalogue. */
export const suggestedMost = 20;

/** The chosen item among those that were not, as the model scores them after a session. */
export function choiceOf(
  model: Model,
  items: ScoredItems,
  session: SessionInput,
  { top, encoded }: Pick<RankedSession, 'top' | 'encoded'>,
  chosen: number,
  random: () => number = Math.random,
): Choice {
  const { dimensions } = items;
  const rows = new Set([chosen, ...top.map(({ row }) => row)]);
  for (let i = 0; i < suggestedMost; i++) rows.add(Math.floor(random() * items.popularity.length));
  const scored = scoreSession(model, items, session, encoded);
  const vectors = new Float32Array(rows.size * dimensions);
  const parts: number[] = [];
  let at = 0;
  for (const row of rows) {
    readItemVector(items, row, vectors, at);
    const { likeness, gain, popularity } = scored.parts(row);
    parts.push(likeness, gain, popularity);
    at += dimensions;
  }
  return { vectors, parts: Float32Array.from(parts), count: rows.size };
}

import type { Interaction } from '@edgecart/protocol';
import { type CatalogueScan, createCatalogueScan } from './catalogue-scan.ts';
import { checkBlend } from './check-blend.ts';
import { choiceOf, suggestedMost } from './choice.ts';
import { type EncodedSession, encodeSession } from './encode-session.ts';
import { encoderWeights } from './encoder-weights.ts';
import type { Shopper, ShopperState } from './known-shopper.ts';
import type { Model } from './model.ts';
import { openPersonas, type Persona } from './persona.ts';
import { type RankedSession, rankSession } from './rank-session.ts';
import { scoredItems } from './scored-items.ts';
import { type SessionInput, sessionInput } from './session-input.ts';

/** How much an event says of its item; what is not here says nothing. */
const whatItSays: Record<string, number> = {
  view_item: 0.3,
  select_item: 0.5,
  add_to_cart: 1,
  remove_from_cart: -0.5,
};

/** The part of the recommender that is loaded late: the session encoder, the scan of the catalogue, and learning if it can. */
export interface SessionEncoder {
  /** What scans the catalogue. */
  engine: CatalogueScan['engine'];
  /** The session must hold at least one interaction. */
  encode(session: SessionInput): EncodedSession;
  rank(session: SessionInput, k: number): RankedSession;
  /**
   * Learns from what was done to an item after a session: it was chosen, or taken back, and what would have been suggested
   * was not. Answers with what is known of the shopper now; without the part that learns, that is what was recalled.
   */
  learn(session: readonly Interaction[], type: string, itemId: string): ShopperState;
  /** Takes up what was learned on an earlier page, or starts from nothing. */
  recall(kept: ShopperState | undefined): void;
  /** The persona of a shopper with these items; `undefined` when the model knows none of them. */
  persona(itemIds: Iterable<string>): Persona | undefined;
}

/**
 * Makes what encodes sessions and ranks the catalogue by a model. Throws an `Error` that names what of the model cannot be
 * used: a tensor of the encoder, a row without direction, a number of the blend.
 */
export function createSessionEncoder(model: Model, shopper: Shopper): SessionEncoder {
  checkBlend(model.manifest.blend);
  const items = scoredItems(model);
  const weights = encoderWeights(model);
  const catalogue = createCatalogueScan(items, model.memory);
  const encode = (session: SessionInput) => encodeSession(items, weights, session);
  const rank = (session: SessionInput, k: number, learned = shopper.active()) =>
    rankSession(model, items, catalogue, session, session.rows.length > 0 ? encode(session) : undefined, k, learned);
  return {
    engine: catalogue.engine,
    encode,
    rank: (session, k) => rank(session, k),
    learn(session, type, itemId) {
      const [input, chosen, says] = [sessionInput(model, session), model.rowOf.get(itemId), whatItSays[type]];
      if (shopper.learn && chosen !== undefined && says !== undefined && input.rows.length > 0)
        shopper.learn(choiceOf(model, items, input, rank(input, suggestedMost, undefined), chosen), says);
      return shopper.state();
    },
    recall: shopper.recall,
    persona: openPersonas(model),
  };
}

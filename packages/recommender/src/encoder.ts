import type { Interaction } from '@edgecart/protocol';
import { type CatalogueScan, createCatalogueScan } from './catalogue-scan.ts';
import { choiceOf, suggestedMost } from './choice.ts';
import { type EncoderWeights, encoderWeights } from './encoder-weights.ts';
import { readItemVector } from './item-vector.ts';
import type { Model } from './model.ts';
import { categoryShares, nearestPersona, type Persona } from './persona.ts';
import { rankSession } from './rank-session.ts';
import { type SessionInput, sessionInput } from './session-input.ts';
import { createShopper, type ShopperState } from './shopper.ts';
import { add, matMul, mul, relu, reshape, softmax, tensor1d, tensor2d, tidy } from './tensorflow.ts';

export { tensorCount } from './tensorflow.ts';

/** What the encoder makes of a session of n interactions. */
export interface EncodedSession {
  /** [d], of length 1: the session's place among the items. */
  vector: Float32Array;
  /** [n]: `vector` is the sum of the session's item vectors with these factors, which is what makes reasons exact. */
  factors: Float32Array;
}

export interface RankedRow {
  row: number;
  score: number;
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

/** How much an event says of its item; what is not here says nothing. */
const whatItSays: Record<string, number> = {
  view_item: 0.3,
  select_item: 0.5,
  add_to_cart: 1,
  remove_from_cart: -0.5,
};

/** The part of the recommender that is loaded late: TensorFlow.js with the encoder, and the scan of the catalogue. */
export interface SessionEncoder {
  /** What scans the catalogue. */
  engine: CatalogueScan['engine'];
  /** The session must hold at least one interaction. */
  encode(session: SessionInput): EncodedSession;
  rank(session: SessionInput, k: number): RankedSession;
  /**
   * Learns from what was done to an item after a session: it was chosen, or taken back, and what would have been suggested
   * was not. Answers with what is known of the shopper now.
   */
  learn(session: readonly Interaction[], type: string, itemId: string): ShopperState;
  /** Takes up what was learned on an earlier page, or starts from nothing. */
  recall(kept: ShopperState | undefined): void;
  /** The persona of a shopper with these items; `undefined` when the model knows none of them. */
  persona(itemIds: Iterable<string>): Persona | undefined;
  dispose(): void;
}

/**
 * Puts the encoder's weights into TensorFlow.js and answers with what encodes sessions. Matrices that only ever meet as a
 * product are multiplied here once: that spares almost half of the arithmetic of each session.
 */
export function createEncoder(model: Model): SessionEncoder {
  const w = encoderWeights(model);
  const { dimensions: d, innerDimensions: h } = w;
  const weights = tidy(() => {
    const square = (values: Float32Array) => tensor2d(values, [d, d]);
    const pool = tensor2d(w.pool, [d, 1]);
    return {
      queryKey: mul(matMul(square(w.query), square(w.key), false, true), 1 / Math.sqrt(d)),
      valueOutput: matMul(square(w.value), square(w.output)),
      inner: tensor2d(w.inner, [d, h]),
      innerBias: tensor1d(w.innerBias),
      outerPool: matMul(tensor2d(w.outer, [h, d]), pool),
      pool,
    };
  });

  /** The weights that the attention block gives to the n interactions; they sum to 1. */
  const attend = (inputs: Float32Array, n: number) =>
    tidy(() => {
      const input = tensor2d(inputs, [n, d]);
      const logits = matMul(matMul(input, weights.queryKey), input, false, true);
      const attended = add(input, matMul(matMul(softmax(logits), input), weights.valueOutput));
      const inner = relu(add(matMul(attended, weights.inner), weights.innerBias));
      // The outer bias adds the same to each of them, which the softmax takes away again.
      const pooled = add(matMul(attended, weights.pool), matMul(inner, weights.outerPool));
      return softmax(reshape(pooled, [n])).dataSync() as Float32Array;
    });

  const encode = (session: SessionInput): EncodedSession => {
    const n = session.rows.length;
    const items = new Float32Array(n * d);
    for (let i = 0; i < n; i++) readItemVector(model, session.rows[i] ?? 0, items, i * d);
    const weightOf = attend(addContext(w, session, items), n);
    const vector = new Float32Array(d);
    for (let at = 0; at < items.length; at++) {
      const k = at % d;
      vector[k] = (vector[k] ?? 0) + (items[at] ?? 0) * (weightOf[(at - k) / d] ?? 0);
    }
    const length = Math.hypot(...vector) || 1;
    return { vector: vector.map((value) => value / length), factors: weightOf.map((value) => value / length) };
  };

  const catalogue = createCatalogueScan(model);
  const shopper = createShopper(model);
  const rank = (session: SessionInput, k: number, learned = shopper.active()) =>
    rankSession(model, catalogue, session, session.rows.length > 0 ? encode(session) : undefined, k, learned);
  return {
    engine: catalogue.engine,
    encode,
    rank: (session, k) => rank(session, k),
    learn(session, type, itemId) {
      const [input, chosen, says] = [sessionInput(model, session), model.rowOf.get(itemId), whatItSays[type]];
      if (chosen !== undefined && says !== undefined && input.rows.length > 0) {
        const { top, encoded } = rank(input, suggestedMost, undefined);
        if (encoded) shopper.learn(choiceOf(model, input, encoded, chosen, top), says);
      }
      return shopper.state();
    },
    recall: shopper.recall,
    persona: (itemIds) => nearestPersona(model, categoryShares(model, itemIds)),
    dispose() {
      for (const weight of Object.values(weights)) weight.dispose();
    },
  };
}

/** Adds to each item's vector what position, event type, age and cart membership say. [n, d] */
function addContext(weights: EncoderWeights, session: SessionInput, items: Float32Array): Float32Array {
  const { dimensions: d, position, eventType, age, cart } = weights;
  const n = session.rows.length;
  const inputs = items.slice();
  for (let i = 0; i < n; i++) {
    const from = [
      [position, n - 1 - i],
      [eventType, session.types[i] ?? 0],
      [age, session.ages[i] ?? 0],
      [cart, session.cart[i] ?? 0],
    ] as const;
    for (const [table, row] of from)
      for (let k = 0; k < d; k++) inputs[i * d + k] = (inputs[i * d + k] ?? 0) + (table[row * d + k] ?? 0);
  }
  return inputs;
}

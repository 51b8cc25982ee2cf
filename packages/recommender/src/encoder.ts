import { type EncoderWeights, encoderWeights } from './encoder-weights.ts';
import { readItemVector } from './item-vector.ts';
import type { Model } from './model.ts';
import type { SessionInput } from './session-input.ts';
import { add, matMul, mul, relu, reshape, softmax, tensor1d, tensor2d, tidy } from './tensorflow.ts';

export { tensorCount } from './tensorflow.ts';

/** What the encoder makes of a session of n interactions. */
export interface EncodedSession {
  /** [d], of length 1: the session's place among the items. */
  vector: Float32Array;
  /** [n]: `vector` is the sum of the session's item vectors with these factors, which is what makes reasons exact. */
  factors: Float32Array;
}

export interface SessionEncoder {
  /** The session must hold at least one interaction. */
  encode(session: SessionInput): EncodedSession;
  dispose(): void;
}

/** Puts the encoder's weights into TensorFlow.js and answers with what encodes sessions. */
export function createEncoder(model: Model): SessionEncoder {
  const w = encoderWeights(model);
  const { dimensions: d, innerDimensions: h } = w;
  const square = (values: Float32Array) => tensor2d(values, [d, d]);
  const weights = {
    query: square(w.query),
    key: square(w.key),
    value: square(w.value),
    output: square(w.output),
    inner: tensor2d(w.inner, [d, h]),
    innerBias: tensor1d(w.innerBias),
    outer: tensor2d(w.outer, [h, d]),
    outerBias: tensor1d(w.outerBias),
    pool: tensor2d(w.pool, [d, 1]),
  };

  /** The weights that the attention block gives to the n interactions; they sum to 1. */
  const attend = (inputs: Float32Array, n: number) =>
    tidy(() => {
      const input = tensor2d(inputs, [n, d]);
      const logits = mul(
        matMul(matMul(input, weights.query), matMul(input, weights.key), false, true),
        1 / Math.sqrt(d),
      );
      const mixed = matMul(softmax(logits), matMul(input, weights.value));
      const attended = add(input, matMul(mixed, weights.output));
      const inner = relu(add(matMul(attended, weights.inner), weights.innerBias));
      const outer = add(attended, add(matMul(inner, weights.outer), weights.outerBias));
      const pooled = reshape(matMul(outer, weights.pool), [n]);
      return softmax(pooled).dataSync() as Float32Array;
    });

  return {
    encode(session) {
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
    },
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

import { add, matMul, norm, reshape, softmax, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { encodeSession } from './encode-session.ts';
import { encoderWeights } from './encoder-weights.ts';
import { openedModel, sessionOf } from './opened-model.fixture.ts';
import { readItemVector, scoredItems } from './scored-items.ts';
import { sessionInput } from './session-input.ts';

/** The encoder of docs/model-format.md in TensorFlow.js's operations. */
function byTensorFlow(
  items: ReturnType<typeof scoredItems>,
  weights: ReturnType<typeof encoderWeights>,
  session: ReturnType<typeof sessionInput>,
) {
  const { dimensions: d } = items;
  const n = session.rows.length;
  const vectors = new Float32Array(n * d);
  session.rows.forEach((row, i) => void readItemVector(items, row, vectors, i * d));
  const x = tensor2d(vectors, [n, d]);
  const context = tensor1d(
    Float32Array.from(
      { length: n },
      (_, i) =>
        (weights.position[n - 1 - i] ?? Number.NaN) +
        (weights.eventType[session.types[i] ?? -1] ?? Number.NaN) +
        (weights.age[session.ages[i] ?? -1] ?? Number.NaN) +
        (weights.cart[session.cart[i] ?? -1] ?? Number.NaN),
    ),
  );
  const pooled = matMul(x, tensor2d(weights.pool, [d, 1]));
  const alpha = softmax(add(reshape(pooled, [n]), context));
  const sum = matMul(reshape(alpha, [1, n]), x);
  const length = norm(sum).dataSync()[0] ?? Number.NaN;
  return {
    vector: Array.from(sum.dataSync(), (value) => value / length),
    factors: Array.from(alpha.dataSync(), (value) => value / length),
  };
}

test.each([4, 8] as const)(
  'a session is encoded as by TensorFlow.js, whatever its length: rows of %d bits',
  async (bits) => {
    const model = await openedModel({ bits });
    const [items, weights] = [scoredItems(model), encoderWeights(model)];
    for (let n = 1; n <= 9; n++) {
      const session = sessionInput(model, sessionOf(...Array.from({ length: n }, (_, i) => `i${(i * 7) % 30}`)));
      const expected = byTensorFlow(items, weights, session);
      const { vector, factors } = encodeSession(items, weights, session);
      expect(factors).toHaveLength(Math.min(n, 6));
      expected.vector.forEach((value, k) => void expect(vector[k]).toBeCloseTo(value, 5));
      expected.factors.forEach((value, i) => void expect(factors[i]).toBeCloseTo(value, 5));
    }
  },
);

test('logits of any size give attention, and vectors that cancel each other out give no direction', async () => {
  const model = await openedModel();
  const [items, weights] = [scoredItems(model), encoderWeights(model)];
  const session = sessionInput(model, sessionOf('i1', 'i2'));
  const most = encodeSession(items, { ...weights, position: weights.position.map((_, i) => 1e30 * i) }, session);
  expect(Array.from(most.factors)).toEqual([expect.closeTo(1, 5), 0]);
  for (let k = 0; k < 8; k++) items.vectors[8 + k] = -(items.vectors[16 + k] ?? 0);
  items.scales[1] = items.scales[2] ?? 0;
  const even = {
    ...weights,
    pool: weights.pool.map(() => 0),
    position: weights.position.map(() => 0),
    eventType: weights.eventType.map(() => 0),
    age: weights.age.map(() => 0),
    cart: weights.cart.map(() => 0),
  };
  expect(Array.from(encodeSession(items, even, session).vector)).toEqual(new Array(8).fill(0));
});

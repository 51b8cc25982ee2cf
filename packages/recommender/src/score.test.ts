import { matMul, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCatalogueScan } from './catalogue-scan.ts';
import { createEncoder, tensorCount } from './encoder.ts';
import { encoderWeights } from './encoder-weights.ts';
import { contributions } from './explain.ts';
import { readItemVector } from './item-vector.ts';
import { type Model, openModel } from './model.ts';
import { placeFile } from './model-memory.ts';
import { sessionInput } from './session-input.ts';
import { tinyModel } from './tiny-model.fixture.ts';
import { topK } from './top-k.ts';

const session = (...ids: string[]) =>
  ids.map((item_id, i) => ({
    item_id,
    type: i % 2 === 0 ? 'view_item' : 'add_to_cart',
    age_minutes: (ids.length - i) ** 2,
    in_cart: i % 2 === 1,
  }));

async function opened(options = {}): Promise<Model> {
  const { manifest, file } = await tinyModel(options);
  return openModel(manifest, placeFile(manifest, file));
}

/** The encoder of docs/model-format.md, written once more in plain arithmetic. */
function plainEncoder(model: Model, input: ReturnType<typeof sessionInput>): number[] {
  const w = encoderWeights(model);
  const d = w.dimensions;
  const n = input.rows.length;
  const range = (size: number) => Array.from({ length: size }, (_, i) => i);
  const times = (x: number[][], m: Float32Array, columns: number) =>
    x.map((row) =>
      range(columns).map((c) => row.reduce((sum, value, k) => sum + value * (m[k * columns + c] ?? 0), 0)),
    );
  const softmax = (x: number[]) => {
    const exps = x.map((value) => Math.exp(value - Math.max(...x)));
    return exps.map((value) => value / exps.reduce((a, b) => a + b));
  };
  const x = range(n).map((i) => {
    const vector = new Float32Array(d);
    readItemVector(model, input.rows[i] ?? 0, vector);
    return Array.from(vector);
  });
  const h = x.map((row, i) =>
    row.map(
      (value, k) =>
        value +
        (w.position[(n - 1 - i) * d + k] ?? 0) +
        (w.eventType[(input.types[i] ?? 0) * d + k] ?? 0) +
        (w.age[(input.ages[i] ?? 0) * d + k] ?? 0) +
        (w.cart[(input.cart[i] ?? 0) * d + k] ?? 0),
    ),
  );
  const [q, key, v] = [times(h, w.query, d), times(h, w.key, d), times(h, w.value, d)];
  const mixed = q.map((row) => {
    const weights = softmax(key.map((other) => row.reduce((s, a, k) => s + a * (other[k] ?? 0), 0) / Math.sqrt(d)));
    return range(d).map((k) => weights.reduce((s, a, j) => s + a * (v[j]?.[k] ?? 0), 0));
  });
  const attended = times(mixed, w.output, d);
  const u = h.map((row, i) => row.map((value, k) => value + (attended[i]?.[k] ?? 0)));
  const inner = times(u, w.inner, w.innerDimensions).map((row) =>
    row.map((a, k) => Math.max(0, a + (w.innerBias[k] ?? 0))),
  );
  const outer = times(inner, w.outer, d);
  const f = u.map((row, i) => row.map((value, k) => value + (outer[i]?.[k] ?? 0) + (w.outerBias[k] ?? 0)));
  const alpha = softmax(times(f, w.pool, 1).map(([logit = 0]) => logit));
  const r = range(d).map((k) => alpha.reduce((s, a, i) => s + a * (x[i]?.[k] ?? 0), 0));
  return r.map((value) => value / Math.hypot(...r));
}

test('the encoder on TensorFlow.js computes what the format says, for every length of a session', async () => {
  const model = await opened();
  const encoder = createEncoder(model);
  for (let n = 1; n <= 9; n++) {
    const input = sessionInput(model, session(...Array.from({ length: n }, (_, i) => `i${(i * 7) % 30}`)));
    const { vector } = encoder.encode(input);
    plainEncoder(model, input).forEach((value, k) => void expect(vector[k]).toBeCloseTo(value, 4));
  }
  encoder.dispose();
});

test('ten thousand requests leave no tensor behind', async () => {
  const model = await opened();
  const before = tensorCount();
  const encoder = createEncoder(model);
  const input = sessionInput(model, session('i1', 'i2', 'i3'));
  encoder.encode(input);
  const during = tensorCount();
  for (let i = 0; i < 10_000; i++) encoder.rank(input, 10);
  expect(tensorCount()).toBe(during);
  encoder.dispose();
  expect(tensorCount()).toBe(before);
});

test("the catalogue's scores equal TensorFlow.js's own matMul over the dequantised table", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      async (d, items, seed) => {
        const model = await opened({ dimensions: d, items, seed });
        const query = Float32Array.from({ length: d }, (_, i) => Math.sin(seed + i * 12.9898));
        const { scan, scores } = createCatalogueScan(model);
        scan(query, 2, 0.5, 0);
        const table = Float32Array.from(model.vectors, (value, i) => value * (model.scales[Math.floor(i / d)] ?? 0));
        const product = matMul(tensor2d(table, [items, d]), tensor2d(query, [d, 1])).dataSync();
        for (const [row, score] of scores.entries())
          expect(score).toBeCloseTo(2 * (product[row] ?? Number.NaN) + 0.5 * (model.popularity[row] ?? 0), 2);
      },
    ),
    { numRuns: 50 },
  ));

test('the best rows of a session are the head of all its scores, sorted', async () => {
  const model = await opened({ items: 3_000 });
  const encoder = createEncoder(model);
  for (const ids of [['i4'], ['i2990', 'i5', 'i1200'], ['i0', 'i1', 'i2', 'i1023', 'i1024', 'i2999']]) {
    const input = sessionInput(model, session(...ids));
    const scores = encoder.rank(input, 0).scores.slice();
    for (const k of [0, 1, 7, 200, 3_000])
      expect(encoder.rank(input, k).top.map(({ row }) => row)).toEqual(Array.from(topK(scores, k)));
  }
});

test('top-k is the head of a full sort, ties in order of index, minus infinity left out', () =>
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(-Infinity)), { maxLength: 60 }),
      fc.integer({ min: 0, max: 70 }),
      (values, k) => {
        const scores = Float32Array.from(values);
        const sorted = values
          .map((score, index) => ({ score, index }))
          .filter(({ score }) => score > -Infinity)
          .sort((a, b) => b.score - a.score || a.index - b.index)
          .map(({ index }) => index);
        expect(Array.from(topK(scores, k))).toEqual(sorted.slice(0, k));
      },
    ),
  ));

test('an empty session is scored by popularity alone', async () => {
  const model = await opened();
  const encoder = createEncoder(model);
  const { scores } = encoder.rank(sessionInput(model, session('unknown')), 0);
  expect(scores[4]).toBeCloseTo(0.2 * (model.popularity[4] ?? 0), 6);
});

test('what the interactions contributed adds up to the score', async () => {
  const model = await opened();
  const encoder = createEncoder(model);
  const input = sessionInput(model, session('i3', 'i9', 'i3', 'i20'));
  const { scores, encoded } = encoder.rank(input, 0);
  for (let row = 0; row < 30; row++) {
    const parts = encoded ? Array.from(contributions(model, input, row, encoded)) : [];
    const total = parts.reduce((a, b) => a + b, 0) + 0.2 * (model.popularity[row] ?? 0);
    // The scan rounds its query to 16 bits.
    expect(total).toBeCloseTo(scores[row] ?? Number.NaN, 3);
  }
});

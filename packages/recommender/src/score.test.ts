import { matMul, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCatalogueScan } from './catalogue-scan.ts';
import { createEncoder } from './encoder.ts';
import { contributions } from './explain.ts';
import { graphParts, graphShares } from './item-graph.ts';
import type { Model } from './model.ts';
import { openedModel, sessionOf } from './opened-model.fixture.ts';
import { graphGain, scoreSession } from './score-session.ts';
import { readItemVector, scoredItems } from './scored-items.ts';
import { type SessionInput, sessionInput } from './session-input.ts';
import { topK } from './top-k.ts';

test("the catalogue's scores equal TensorFlow.js's own matMul over the dequantised table", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      async (d, items, seed) => {
        const model = await openedModel({ dimensions: d, items, seed, bits: d % 2 === 0 ? 4 : 8 });
        const query = Float32Array.from({ length: d }, (_, i) => Math.sin(seed + i * 12.9898));
        const scored = scoredItems(model);
        const { scan, scores } = createCatalogueScan(scored, model.memory);
        scan(query, 2, 0.5, 0);
        const table = new Float32Array(items * d);
        for (let row = 0; row < items; row++) readItemVector(scored, row, table, row * d);
        const product = matMul(tensor2d(table, [items, d]), tensor2d(query, [d, 1])).dataSync();
        for (const [row, score] of scores.entries())
          expect(score).toBeCloseTo(2 * (product[row] ?? Number.NaN) + (0.5 * (model.popularity[row] ?? 0)) / 255, 2);
      },
    ),
    { numRuns: 50 },
  ));

/** The score of docs/model-format.md, word by word; the session's place among the items is given. */
function scoreByTheFormat(model: Model, session: SessionInput, vector: Float32Array, j: number): number {
  const { temperature, popularity, graph, decay, repeat } = model.manifest.blend;
  const items = scoredItems(model);
  const n = session.rows.length;
  const x = new Float32Array(vector.length);
  readItemVector(items, j, x);
  const newest = session.rows[n - 1];
  const repeated = (j === newest ? repeat[0] : session.rows.includes(j) ? repeat[1] : 0) ?? Number.NaN;
  const likeness =
    x.reduce((sum, value, k) => sum + value * (vector[k] ?? 0), 0) / temperature +
    (popularity * (model.popularity[j] ?? 0)) / 255 +
    repeated;
  const w = Array.from(session.rows, (_, i) => Math.exp(-(n - 1 - i) / decay));
  const g = Array.from(session.rows, (from, i) => {
    const { neighbours } = model.graph;
    const weights = Array.from(model.graph.weights.subarray(from * neighbours, (from + 1) * neighbours));
    const at = model.graph.items.subarray(from * neighbours, (from + 1) * neighbours).indexOf(j);
    const edge = (weights[at] ?? 0) / weights.reduce((a, b) => a + b);
    return ((w[i] ?? 0) / w.reduce((a, b) => a + b)) * edge;
  }).reduce((a, b) => a + b);
  return Math.log(Math.exp(likeness) + graph * g);
}

const ids = (items: number) =>
  fc.array(
    fc.nat(items - 1).map((row) => `i${row}`),
    { minLength: 1, maxLength: 9 },
  );

test('every item gets the score that the format defines, whatever the session', async () => {
  for (const bits of [1, 4, 8] as const) {
    const model = await openedModel({ bits });
    const encoder = createEncoder(model);
    fc.assert(
      fc.property(ids(30), (session) => {
        const input = sessionInput(model, sessionOf(...session));
        const { scores, encoded } = encoder.rank(input, 0);
        // The scan rounds its query to 16 bits.
        for (const [row, score] of scores.entries())
          expect(score).toBeCloseTo(scoreByTheFormat(model, input, encoded?.vector ?? new Float32Array(8), row), 3);
      }),
      { numRuns: 30 },
    );
  }
});

test('the best rows of a session are the head of all its scores, sorted', async () => {
  const model = await openedModel({ items: 3_000 });
  for (const repeat of [
    [-1.5, 0.4],
    [-30, -30],
    [5, 5],
  ]) {
    Object.assign(model.manifest.blend, { repeat });
    const encoder = createEncoder(model);
    for (const session of [['i4'], ['i2990', 'i5', 'i1200'], ['i0', 'i1', 'i2', 'i1023', 'i1024', 'i2999']]) {
      const input = sessionInput(model, sessionOf(...session));
      const scores = encoder.rank(input, 0).scores.slice();
      for (const k of [0, 1, 7, 200, 3_000])
        expect(encoder.rank(input, k).top.map(({ row }) => row)).toEqual(Array.from(topK(scores, k)));
    }
  }
});

test('an empty session is scored by popularity alone', async () => {
  const model = await openedModel();
  const { scores, because } = createEncoder(model).rank(sessionInput(model, sessionOf('unknown')), 0);
  expect(scores[4]).toBeCloseTo((0.2 * (model.popularity[4] ?? 0)) / 255, 6);
  expect(because(4)).toBeUndefined();
});

test('what the interactions contributed, the repeat and the popularity add up to the score', async () => {
  const model = await openedModel();
  const [encoder, items] = [createEncoder(model), scoredItems(model)];
  fc.assert(
    fc.property(ids(30), (session) => {
      const input = sessionInput(model, sessionOf(...session));
      const { scores, encoded } = encoder.rank(input, 0);
      if (encoded === undefined) throw new Error('nothing was encoded');
      const { parts, repeats } = scoreSession(model, items, input, encoded);
      for (const [row, score] of scores.entries()) {
        const { likeness, gain, popularity } = parts(row);
        expect(likeness + gain + popularity).toBeCloseTo(score, 3);
        const fromSession = contributions(model, items, input, row, encoded, gain).reduce((a, b) => a + b);
        expect(fromSession + (repeats.get(row) ?? 0) + popularity).toBeCloseTo(score, 3);
      }
    }),
    { numRuns: 30 },
  );
});

test("the item graph's shares are a probability that its parts make up, and the newest item's count the most", async () => {
  const model = await openedModel();
  model.graph.weights.fill(0, 3 * 3, 4 * 3);
  const shares = graphShares(model, [3, 9, 20]);
  expect([...shares.values()].reduce((a, b) => a + b)).toBeCloseTo(
    1 - Math.exp(-1) / (1 + Math.exp(-0.5) + Math.exp(-1)),
    9,
  );
  expect(shares.get(21)).toBeGreaterThan(shares.get(10) ?? 0);
  expect(shares.has(4)).toBe(false);
  for (const [row, share] of shares)
    expect(graphParts(model, [3, 9, 20], row).reduce((a, b) => a + b)).toBeCloseTo(share, 12);
});

test('the gain of the graph is a number for any likeness, grows with the share, and is 0 without one', () => {
  expect(graphGain(0, 1)).toBeCloseTo(Math.log(2), 12);
  expect(graphGain(-2, 0.3)).toBeCloseTo(Math.log1p(0.3 * Math.exp(2)), 12);
  for (const likeness of [-2_000, -1, 0, 1, 2_000]) {
    expect(graphGain(likeness, 0)).toBe(0);
    expect(graphGain(likeness, 1)).toBeGreaterThanOrEqual(graphGain(likeness, 0.5));
  }
  expect(graphGain(-2_000, 1)).toBe(2_000);
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

test('the parts of a score add up to it, with what was learned of the shopper too', async () => {
  const model = await openedModel({ items: 60, seed: 5 });
  const encoder = createEncoder(model);
  const session = sessionInput(model, sessionOf('i1', 'i2', 'i7'));
  const { top } = encoder.rank(session, 20);
  expect(top.length).toBe(20);
  for (const { score, parts } of top) {
    const { likeness = 0, graph = 0, popularity = 0, shopper = 1 } = parts ?? {};
    expect(likeness + graph + popularity).toBeCloseTo(score, 3);
    expect(shopper).toBeCloseTo(0, 3);
  }
});

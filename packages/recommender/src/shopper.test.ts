import { expect, test } from 'vitest';
import { createEncoder } from './encoder.ts';
import type { Choice } from './known-shopper.ts';
import { openedModel } from './opened-model.fixture.ts';
import { sessionInput } from './session-input.ts';
import { createShopper } from './shopper.ts';
import { tensorCount } from './tensorflow.ts';

/** A choice of the first item along one axis, the others lying along another; the model itself sees no difference. */
function choiceAlong(axis: number, other: number): Choice {
  const vectors = new Float32Array(4 * 8);
  vectors[axis] = 1;
  for (let item = 1; item < 4; item++) vectors[item * 8 + other] = 1;
  return { vectors, parts: new Float32Array(4 * 3), count: 4 };
}

test('what is chosen again and again is liked, and what is passed over is not', async () => {
  const shopper = createShopper(await openedModel());
  for (let i = 0; i < 30; i++) shopper.learn(choiceAlong(2, 5));
  const { vector = [] } = shopper.active() ?? {};
  expect(vector[2]).toBeGreaterThan(0.5);
  expect(vector[5]).toBeLessThan(-0.5);
  expect(vector[0]).toBeCloseTo(0, 6);
});

test('no choice and no number of them goes beyond the bounds', async () => {
  const model = await openedModel();
  const { temperature } = model.manifest.blend;
  const shopper = createShopper(model);
  let before = shopper.state();
  for (let i = 0; i < 300; i++) {
    const choice = choiceAlong(i % 3, 7);
    choice.parts.fill(i % 2 === 0 ? 50 : -50, 3);
    shopper.learn(choice);
    const now = shopper.state();
    const step = now.vector.map((value, k) => value - (before.vector[k] ?? 0));
    expect(Math.hypot(...step)).toBeLessThanOrEqual(0.2 / temperature + 1e-6);
    expect(Math.hypot(...now.vector)).toBeLessThanOrEqual(1 / temperature + 1e-6);
    for (const weight of now.weights) expect(weight >= 0.5 && weight <= 2).toBe(true);
    before = now;
  }
});

test('of a model whose scores differ less, choices change the scores less', async () => {
  const model = await openedModel();
  const learned = [1, 5].map((flatter) => {
    const blend = { ...model.manifest.blend, temperature: model.manifest.blend.temperature * flatter };
    const shopper = createShopper({ ...model, manifest: { ...model.manifest, blend } });
    for (let i = 0; i < 300; i++) shopper.learn(choiceAlong(2, 5));
    return Math.hypot(...shopper.state().vector);
  });
  expect(learned[0]).toBeGreaterThan(3 * (learned[1] ?? 0));
});

test('nothing counts before enough choices, nor when choices contradict each other', async () => {
  const shopper = createShopper(await openedModel());
  for (let i = 0; i < 7; i++) shopper.learn(choiceAlong(1, 4));
  expect(shopper.active()).toBeUndefined();
  shopper.learn(choiceAlong(1, 4));
  expect(shopper.active()).toBeDefined();
  for (let i = 0; i < 40; i++) shopper.learn(choiceAlong(4, 1));
  for (let i = 0; i < 40; i++) shopper.learn(i % 2 === 0 ? choiceAlong(1, 4) : choiceAlong(4, 1));
  expect(shopper.active()).toBeUndefined();
});

test('what was learned is taken up again with the same model, and with no other', async () => {
  const model = await openedModel();
  const shopper = createShopper(model);
  for (let i = 0; i < 10; i++) shopper.learn(choiceAlong(1, 4));
  const kept = structuredClone(shopper.state());
  const next = createShopper(model);
  next.recall(kept);
  expect(next.active()?.vector).toEqual(kept.vector);
  const later = createShopper(await openedModel({ seed: 2 }));
  later.recall(kept);
  expect(later.state().choices).toBe(0);
  next.recall(undefined);
  expect(next.state().choices).toBe(0);
});

test('a later model of the same space knows the shopper still', async () => {
  const first = await openedModel();
  const shopper = createShopper(first);
  for (let i = 0; i < 10; i++) shopper.learn(choiceAlong(1, 4));
  const kept = structuredClone(shopper.state());
  const later = await openedModel({ seed: 2 });
  const goneOn = { ...later, manifest: { ...later.manifest, space: first.version } };
  const next = createShopper(goneOn);
  next.recall(kept);
  expect(next.active()?.vector).toEqual(kept.vector);
  // And so on from there.
  const third = createShopper({ ...goneOn, version: 'f'.repeat(64) });
  third.recall(structuredClone(next.state()));
  expect(third.state().choices).toBe(kept.choices);
});

test('what was taken back counts against it, and proves nothing', async () => {
  const shopper = createShopper(await openedModel());
  for (let i = 0; i < 20; i++) shopper.learn(choiceAlong(2, 5), -0.5);
  expect(shopper.state().vector[2]).toBeLessThan(0);
  expect(shopper.state().choices).toBe(0);
  expect(shopper.active()).toBeUndefined();
});

test('an item that is added again and again after another rises, and no tensor is left behind', async () => {
  const model = await openedModel({ items: 200 });
  const encoder = createEncoder(model);
  const session = [{ item_id: 'i3', type: 'view_item', age_minutes: 1, in_cart: false }];
  const input = sessionInput(model, session);
  const place = () => encoder.rank(input, 200).top.findIndex(({ row }) => row === 150);
  const before = place();
  encoder.learn(session, 'add_to_cart', 'i150');
  const tensors = tensorCount();
  for (let i = 0; i < 40; i++) encoder.learn(session, 'add_to_cart', 'i150');
  expect(tensorCount()).toBe(tensors);
  expect(place()).toBeLessThan(before);
  encoder.recall(undefined);
  expect(place()).toBe(before);
});

test('events that say nothing, unknown items and empty sessions teach nothing', async () => {
  const encoder = createEncoder(await openedModel());
  const session = [{ item_id: 'i3', type: 'view_item', age_minutes: 1, in_cart: false }];
  encoder.learn(session, 'view_cart', 'i4');
  encoder.learn(session, 'add_to_cart', 'unknown');
  expect(encoder.learn([], 'add_to_cart', 'i4').vector.every((value) => value === 0)).toBe(true);
});

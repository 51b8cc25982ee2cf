import { expect, test } from 'vitest';
import { createEncoder } from './encoder.ts';
import { createLightEncoder } from './encoder-light.ts';
import { openedModel, sessionOf } from './opened-model.fixture.ts';
import { sessionInput } from './session-input.ts';

test('without TensorFlow.js the answers are the same, also with what was learned before, and nothing more is learned', async () => {
  const model = await openedModel();
  const session = sessionOf(model.idOf(0) ?? '', model.idOf(3) ?? '');
  const input = sessionInput(model, session);
  const [learning, light] = [createEncoder(model), createLightEncoder(model)];
  const ranked = (encoder: typeof light) => encoder.rank(input, 10).top.map(({ row, score }) => ({ row, score }));
  const before = ranked(light);
  expect(before).toEqual(ranked(learning));

  for (let i = 0; i < 20; i++) learning.learn(session, 'add_to_cart', model.idOf(5) ?? '');
  const { choices, ...learned } = light.learn(session, 'add_to_cart', model.idOf(5) ?? '');
  expect(choices).toBe(0);
  expect(ranked(light)).toEqual(before);

  light.recall({ ...learned, vector: learned.vector.map((_, k) => (k === 0 ? 2 : 0)), lead: 1, choices: 20 });
  learning.recall(light.learn(session, 'view_item', ''));
  expect(ranked(light)).not.toEqual(before);
  expect(ranked(light)).toEqual(ranked(learning));
});

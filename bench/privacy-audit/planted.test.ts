import { expect, test } from 'vitest';
import { plantedEvent, plantedIn } from './planted.ts';

test('the search finds each planted text where it is not taken out', () => {
  const event = plantedEvent('view_item', ['a']);
  const leaky = {
    id: '0',
    kind: 'count',
    type: 'view_item',
    item: JSON.stringify(event),
    hour: '2026-11-24T00',
  } as const;
  expect(plantedIn([{ records: [leaky] }])).toBeGreaterThan(5);
  expect(plantedIn([{ records: [{ ...leaky, item: 'a' }] }])).toBe(0);
});

import { expect, test } from 'vitest';
import { maxDaysOld, maxHoursAhead } from '../intake/plausible-time.ts';
import { topicKinds, topicName, topicSettings } from './topics.ts';

test('topics take every time that the collector believes, and keep it', () => {
  for (const kind of topicKinds) {
    const settings = new Map(topicSettings(kind).map(({ name, value }) => [name, Number(value)]));
    expect(settings.get('message.timestamp.after.max.ms')).toBeGreaterThan(maxHoursAhead * 3_600_000);
    expect(settings.get('retention.ms')).toBeGreaterThan(maxDaysOld * 86_400_000);
  }
});

test('the one shop of a small collector needs no name in its topics', () => {
  expect(topicName('edgecart', 'default', 'counts')).toBe('edgecart.counts');
  expect(topicName('shops', 'north', 'dead-letters')).toBe('shops.north.dead-letters');
});

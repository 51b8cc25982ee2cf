import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberedIds } from './numbered-ids.ts';

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('an id is 32 hexadecimal digits and gives its number back', () => {
  const ids = new NumberedIds();
  fc.assert(
    fc.property(uint32, (number) => {
      expect(ids.of(number)).toMatch(/^[0-9a-f]{32}$/);
      expect(ids.numberOf(ids.of(number))).toBe(number);
    }),
  );
});

test('what another run made, or chance, is nobody’s id', () => {
  const [ours, others] = [new NumberedIds(), new NumberedIds()];
  fc.assert(
    fc.property(uint32, (number) => {
      expect(ours.numberOf(others.of(number))).toBeUndefined();
    }),
  );
  expect(ours.numberOf('')).toBeUndefined();
  expect(ours.numberOf(ours.of(7).toUpperCase())).toBeUndefined();
});

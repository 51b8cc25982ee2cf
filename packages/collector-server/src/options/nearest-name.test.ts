import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test('the name that was probably meant is found', () => {
  const known = ['port', 'maxBodyBytes', 'maxHeaderBytes', 'maxLogBytes', 'shops'];
  expect(nearestName('prot', known)).toBe('port');
  expect(nearestName('MAXBODYBYTES', known)).toBe('maxBodyBytes');
  expect(nearestName('max-log-bytes', known)).toBe('maxLogBytes');
  expect(nearestName('shop', known)).toBe('shops');
});

test('a name that resembles none has no nearest, however long it is', () => {
  expect(nearestName('zzzzzz', ['port', 'shops'])).toBeUndefined();
  expect(nearestName('z'.repeat(1_000_000), ['port'])).toBeUndefined();
  expect(nearestName('port', [])).toBeUndefined();
});

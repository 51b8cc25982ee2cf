import { compatibilityPartitioner } from '@platformatic/kafka';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { partitionOfKey } from './partition-of-key.ts';

test('every key has the partition that the JVM client gives it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const key = Buffer.from(bytes);
      expect(partitionOfKey(undefined, key)).toBe(compatibilityPartitioner({ topic: '', value: key }, key));
    }),
    { numRuns: 1_000 },
  );
});

// From the tests of Kafka's own org.apache.kafka.common.utils.Utils.murmur2.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
])('of %s too', (key, hash) => {
  expect(partitionOfKey(undefined, Buffer.from(key))).toBe(hash & 0x7fffffff);
});

import { expect, test } from 'vitest';
import { FreshIds } from './fresh-ids.ts';
import { requestBytes } from './request-bytes.ts';
import { recordsPerRequest, sampleBatch } from './sample-batch.ts';

const bodyOf = (bytes: Buffer) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);

function idsOf(bytes: Buffer): unknown[] {
  const { records }: { records: { id: unknown }[] } = JSON.parse(bodyOf(bytes).toString());
  return records.map(({ id }) => id);
}

test('a request announces its length and holds as many records as a browser sends', () => {
  const { bytes } = requestBytes(sampleBatch(1, Date.now()), 'shop.example:80');
  const announced = /content-length: (\d+)\r\n/.exec(bytes.toString())?.[1];
  expect(Number(announced)).toBe(bodyOf(bytes).length);
  expect(idsOf(bytes)).toHaveLength(recordsPerRequest);
});

test('only the ids change from one request to the next, and none comes twice', () => {
  const { bytes, idOffsets } = requestBytes(sampleBatch(2, Date.now()), 'shop.example:80');
  const freshIds = new FreshIds();
  const seen = new Set<unknown>();
  const others = new Set<string>();
  for (let request = 0; request < 50; request += 1) {
    freshIds.write(bytes, idOffsets);
    for (const id of idsOf(bytes)) {
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      seen.add(id);
    }
    others.add(
      bodyOf(bytes)
        .toString()
        .replace(/"id":"[0-9a-f]{32}"/g, ''),
    );
  }
  expect(seen.size).toBe(50 * recordsPerRequest);
  expect(others.size).toBe(1);
});

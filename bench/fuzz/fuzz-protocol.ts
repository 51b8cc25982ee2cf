import { AnonymousRecord } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { isRecord } from '../hostile/is-record.ts';
import { oneOf, seededRandom } from '../load/random.ts';
import { mutated } from './hostile-value.ts';

const schema = Compile(AnonymousRecord);

/** Checks fuzzed records by the schema; answers with those of which an oracle written by hand thinks otherwise. */
export function fuzzProtocol(records: number, seed: number): { accepted: number; findings: string[] } {
  const random = seededRandom(seed);
  const nowMs = Date.UTC(2026, 10, 24, 10);
  const good = [
    { id: 'a'.repeat(32), kind: 'count', type: 'view_item', item: 'x', hour: '2026-11-24T09', priceBand: 3 },
    { id: 'b'.repeat(32), kind: 'count', type: 'purchase', item: 'y', hour: '2026-11-24T09', quantityBand: 2 },
    { id: 'c'.repeat(32), kind: 'path', items: ['x', 'y', 'z'], day: '2026-11-24', bought: false },
  ];
  const findings: string[] = [];
  let accepted = 0;
  for (let checked = 0; checked < records; checked++) {
    const value = throughJson(mutated(random, oneOf(random, good)));
    try {
      const fits = schema.Check(value);
      if (fits) accepted++;
      if (fits !== isRecord(value, nowMs)) findings.push(`schema says ${fits} of ${show(value)}`);
    } catch (error) {
      findings.push(`${error} at ${show(value)}`);
    }
  }
  return { accepted, findings };
}

/** As the collector gets it. */
const throughJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? 'null');

const show = (value: unknown): string => JSON.stringify(value).slice(0, 200);

import { type AnonymousRecord, type CountRecord, eventNames, type PathRecord } from '@edgecart/protocol';

const shared = {
  id: 'must be 32 lower-case hexadecimal digits, drawn at random for this record alone',
  itemId: 'must be an item id of the catalogue: text of 1 to 128 characters',
};

const countExpectations: Record<keyof CountRecord, string> = {
  id: shared.id,
  kind: 'must be "count"',
  type: `must be one of ${eventNames.join(', ')}`,
  item: shared.itemId,
  hour: 'must be a UTC hour such as 2026-11-23T09',
  quantityBand: 'must be the lower bound of a band: 1, 2, 3, 6 or 11',
  priceBand: 'must be a whole number from -4 to 20: b for a price from 2^b to 2^(b+1)',
  shown: 'must be { model, slot }, an arm too while an experiment runs, and nothing else',
};

const pathExpectations: Record<keyof PathRecord, string> = {
  id: shared.id,
  kind: 'must be "path"',
  items: 'must be a list of 2 to 8 item ids',
  day: 'must be a UTC day such as 2026-11-23',
  bought: 'must be true or false',
};

const expectations: Record<AnonymousRecord['kind'], Map<string, string>> = {
  count: new Map([
    ...Object.entries(countExpectations),
    ['shown/model', 'must be the version of a model (16 to 64 hexadecimal digits) or "none"'],
    ['shown/slot', 'must be a whole number from 0 to 199'],
    ['shown/arm', 'must be a whole number from 1 to 7, or absent'],
  ]),
  path: new Map([...Object.entries(pathExpectations), ['items/*', shared.itemId]]),
};

/** What a place of a record must be, for people: `expectation('path', '/items/3')`. */
export function expectation(kind: AnonymousRecord['kind'], path: string): string | undefined {
  return expectations[kind].get(path.slice(1).replace(/\/\d+$/, '/*'));
}

/** The keys that a record of this kind may have. */
export function knownKeys(kind: AnonymousRecord['kind']): string[] {
  return Object.keys(kind === 'count' ? countExpectations : pathExpectations);
}

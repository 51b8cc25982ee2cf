import type { AnonymousRecord } from '../api.ts';
import { fill, type PrivacyWords } from './words.ts';

/** One record in words. `nameOf` knows the shop's products. */
export function tellRecord(
  record: AnonymousRecord,
  words: PrivacyWords,
  nameOf: (itemId: string) => string,
): { what: string; when: string } {
  if (record.kind === 'path') {
    const items = record.items.map(nameOf).join(' → ');
    return { what: fill(record.bought ? words.bought : words.notBought, { items }), when: record.day };
  }
  const [day = '', hour = ''] = record.hour.split('T');
  const deed = words.deeds[record.type] ?? record.type;
  const what = fill(words.count, { item: nameOf(record.item), deed }) + (record.shown ? words.suggested : '');
  return { what, when: fill(words.between, { day, from: `${hour}:00`, to: `${hour}:59` }) };
}

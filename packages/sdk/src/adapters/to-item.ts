import { defined, type Item } from '@edgecart/protocol';
import { type Fields, numberOf, shown, textOf } from './read-value.ts';
import type { Report } from './report.ts';
import type { AdapterOptions } from './target.ts';

const texts = [
  'item_name',
  'item_brand',
  'item_category',
  'item_category2',
  'item_category3',
  'item_category4',
  'item_category5',
  'item_variant',
  'item_list_id',
  'item_list_name',
] as const;

/**
 * An item with GA4's fields from fields of that name; all others stay behind. `undefined`, and a mistake, without an id.
 * A price in another currency than the shop's is left out.
 */
export function toItem(
  fields: Fields,
  where: string,
  { tell }: Report,
  { currency, itemId = (id) => id }: AdapterOptions,
  pagesCurrency?: string,
): Item | undefined {
  const id = textOf(fields.item_id);
  if (id === undefined || id.length > 128) {
    tell(`${where}.item_id`, `${shown(fields.item_id)} is not an id; give the id that catalogue.json has`);
    return undefined;
  }
  const number = (name: 'price' | 'quantity' | 'index'): number | undefined => {
    const given = fields[name];
    const value = numberOf(given);
    if (value !== undefined && value >= 0) return value;
    if (given !== undefined && given !== null && given !== '')
      tell(`${where}.${name}`, `${shown(given)} is not a number of 0 or more; write 12.5, without sign or currency`);
    return undefined;
  };
  const given = textOf(fields.currency) ?? pagesCurrency;
  const foreign = currency !== undefined && given !== undefined && given.toUpperCase() !== currency.toUpperCase();
  if (foreign) tell(`${where}.price`, `is in ${given}, the shop's currency is ${currency}: it was left out`);
  const whole = (value: number | undefined) => (value === undefined ? undefined : Math.round(value));
  return defined({
    item_id: itemId(id),
    ...Object.fromEntries(
      texts.flatMap((name) => {
        const text = textOf(fields[name]);
        return text === undefined ? [] : [[name, text]];
      }),
    ),
    index: whole(number('index')),
    price: foreign ? undefined : number('price'),
    quantity: whole(number('quantity')),
  });
}

import type { AnonymousRecord } from '@edgecart/sdk';

const deeds: Readonly<Record<string, string>> = {
  view_item_list: 'was shown in a list',
  select_item: 'was chosen from a list',
  view_item: 'was looked at',
  add_to_cart: 'was put into a cart',
  remove_from_cart: 'was taken out of a cart',
  update_cart_quantity: 'had its quantity in a cart changed',
  view_cart: 'was in a cart that was looked at',
  begin_checkout: 'went to the checkout',
  purchase: 'was bought',
};

/** One record that left, in words; `nameOf` knows the products. */
export function tellRecord(record: AnonymousRecord, nameOf: (id: string) => string): { what: string; when: string } {
  if (record.kind === 'path') {
    const way = record.items.map(nameOf).join(', then ');
    return { what: `${way}: ${record.bought ? 'all were bought' : 'none was bought'}`, when: record.day };
  }
  const [day, hour] = record.hour.split('T');
  return {
    what: `${nameOf(record.item)} ${deeds[record.type] ?? record.type}${record.shown ? ', after we suggested it' : ''}`,
    // Of all but purchases the record tells the day only, written as its first hour.
    when: record.type === 'purchase' ? `${day}, between ${hour}:00 and ${hour}:59 UTC` : `${day}`,
  };
}

import type { AnonymousRecord, EventName, ShopperEvent } from '@edgecart/protocol';
import type { Visit } from './shopping-model.ts';

/** What a careless shop puts into events and must never leave the device; each text is found nowhere else. */
const planted = {
  mail: 'jane.planted@example.com',
  name: 'Jane Planted-Doe',
  address: '7 Planted Lane',
  order: 'ORDER-PLANTED-4711',
  event: 'event-planted-0815',
  coupon: 'PLANTED10',
  search: 'planted illness remedy',
  user: 'user-planted-42',
  card: '4000 0000 planted 0002',
  total: '98765.43',
} as const;

/** An event with all of them, in the fields where shops put such things and in some that nobody knows. */
export function plantedEvent(name: EventName, items: readonly string[]): ShopperEvent {
  const filled = (item_id: string) => ({
    item_id,
    item_name: planted.name,
    item_brand: planted.user,
    item_category: planted.search,
    item_variant: planted.address,
    item_list_name: planted.search,
    item_list_id: planted.mail,
    coupon: planted.coupon,
    price: 1,
  });
  return {
    name,
    items: [...items, planted.mail, planted.card].map(filled),
    event_id: `${planted.event} ${name}`,
    transaction_id: planted.order,
    value: Number(planted.total),
    ...{ user_id: planted.user, email: planted.mail, coupon: planted.coupon, search_term: planted.search },
  };
}

/** How many of the planted texts stand in what left. */
export function plantedIn(requests: readonly { records: readonly AnonymousRecord[] }[]): number {
  const bytes = JSON.stringify(requests);
  return Object.values(planted).filter((text) => bytes.includes(text)).length;
}

/** A shopper who looks at things, puts them into the cart, takes one out and buys the others. */
export function plantedVisit(items: readonly string[], startMs: number): Visit {
  const [first, ...others] = items;
  const names = ['view_item_list', 'select_item', 'view_item', 'add_to_cart'] as const;
  const acts = [
    ...names.map((name) => ({ name, items: [...items] })),
    { name: 'remove_from_cart' as const, items: first === undefined ? [] : [first] },
    { name: 'purchase' as const, items: others },
  ];
  return { acts: acts.map((act, at) => ({ ...act, timeMs: startMs + at * 5_000 })) };
}

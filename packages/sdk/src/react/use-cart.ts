import { useEffect } from 'react';
import type { Item } from '../api.ts';
import { useShared } from './context.ts';

/** States the shop's cart, now and whenever it holds something else; what was added or removed is derived. */
export function useCart(items: readonly Item[]): void {
  const { client } = useShared();
  const stated = JSON.stringify(items);
  useEffect(() => {
    client.cart.set(JSON.parse(stated));
  }, [client, stated]);
}

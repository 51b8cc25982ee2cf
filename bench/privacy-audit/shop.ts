import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CatalogueItem } from '@edgecart/sdk';

/** An order as the shop's order table holds it; `minute` since 1970. */
export interface Basket {
  minute: number;
  items: string[];
  paid: number;
}

export interface Household {
  household: string;
  baskets: Basket[];
}

export interface Shop {
  catalogue: Map<string, CatalogueItem>;
  households: Household[];
}

/** So many households and their products, from The Complete Journey; `python` is the trainer's. */
export async function readShop(python: string, households: number, seed: number): Promise<Shop> {
  const program = join(import.meta.dirname, 'households.py');
  const { stdout } = await promisify(execFile)(python, [program, `${households}`, `${seed}`], {
    maxBuffer: 1 << 29,
  });
  const [catalogue = '[]', ...lines] = stdout.trim().split('\n');
  const items = JSON.parse(catalogue) as CatalogueItem[];
  return {
    catalogue: new Map(items.map((item) => [item.item_id, item])),
    households: lines.map((line) => JSON.parse(line) as Household),
  };
}

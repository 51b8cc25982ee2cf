import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultShop } from '../options/shops.ts';

/** More than any forecast needs; a file that is longer is not one of ours. */
const maxBytes = 4 * 1024 * 1024;

/** What the supply commands wrote, as it is; `null` where there is none. The dashboard looks at it with care. */
export async function readSupply(data: string, shop: string): Promise<{ forecast: unknown; inventory: unknown }> {
  const folder = shop === defaultShop ? join(data, 'supply') : join(data, 'supply', shop);
  const read = async (name: string): Promise<unknown> => {
    const path = join(folder, name);
    try {
      return (await stat(path)).size > maxBytes ? null : JSON.parse(await readFile(path, 'utf8'));
    } catch {
      return null;
    }
  };
  return { forecast: await read('forecast.json'), inventory: await read('inventory.json') };
}

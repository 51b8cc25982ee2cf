import { writeFile } from 'node:fs/promises';

export interface Shop {
  name: string;
  key: string;
}

/** Two on each collector, which must never get into each other's log or topics. */
export const shops = [
  { name: 'garden', key: 'wk_garden01' },
  { name: 'shoes', key: 'wk_shoes001' },
] as const satisfies Shop[];

/** Writes the file that tells a collector of them. */
export async function writeShopsFile(path: string): Promise<void> {
  const config = { shops: shops.map(({ name, key }) => ({ name, keys: [key], origins: 'any' })) };
  await writeFile(path, JSON.stringify(config));
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DemoSupply, movedMethod, moveSupply } from './move-supply.ts';

const beside = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');

/**
 * Gives the demo's collector a stock, a key to change it with, and the committed forecast as if it were of this week, so that the
 * dashboard's demand and stock are full without Python. What `npm run forecast` or a webhook has left there stays. Answers
 * with the key's file.
 */
export function seedSupply(data: string, nowMs = Date.now()): string {
  const stockFile = join(data, 'stock', 'default.json');
  mkdirSync(join(data, 'stock'), { recursive: true });
  if (!existsSync(stockFile)) writeFileSync(stockFile, JSON.stringify({ items: stockItems(beside('../stock.csv')) }));
  const keyFile = join(data, 'stock.key');
  if (!existsSync(keyFile)) writeFileSync(keyFile, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const folder = join(data, 'supply');
  if (!isOfSomebodyElse(join(folder, 'forecast.json'))) {
    const committed = {
      forecast: JSON.parse(beside('forecast.json')),
      inventory: JSON.parse(beside('inventory.json')),
    };
    const { forecast, inventory } = moveSupply(committed as DemoSupply, nowMs);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'forecast.json'), JSON.stringify(forecast));
    writeFileSync(join(folder, 'inventory.json'), JSON.stringify(inventory));
  }
  return keyFile;
}

/** Numbers under the names of the header, as a webhook would send them. */
function stockItems(csv: string): Record<string, string | number>[] {
  const [header = '', ...rows] = csv.trim().split('\n');
  const names = header.split(',');
  return rows.map((row) =>
    Object.fromEntries(row.split(',').map((value, at) => [names[at] ?? '', at === 0 ? value : Number(value)])),
  );
}

function isOfSomebodyElse(forecast: string): boolean {
  if (!existsSync(forecast)) return false;
  try {
    return JSON.parse(readFileSync(forecast, 'utf8')).method !== movedMethod;
  } catch {
    return false;
  }
}

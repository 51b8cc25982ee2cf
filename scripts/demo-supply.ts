/**
 * `npm run demo:supply`: makes demo/supply/forecast.json and inventory.json anew, by the forecast command, from the demo's year of
 * baskets and demo/stock.csv, for a fixed Monday; of the forecast only the shop's hours, which the dashboard shows. `npm start` moves
 * them to the day on which it runs.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePython } from './python-environment.ts';
import { root, runCommand } from './run-command.ts';

const monday = '2026-11-23T00';
const made = mkdtempSync(join(tmpdir(), 'edgecart-supply-'));
try {
  process.exitCode = await runCommand(await ensurePython(), [
    ...['-m', 'edgecart_trainer', 'forecast', '--baskets', 'completejourney', '--now', monday],
    ...['--catalogue', join(root, 'demo/public/catalogue.json'), '--stock', join(root, 'demo/stock.csv')],
    ...['--out', made],
  ]);
  if (process.exitCode === 0) {
    const { shop, categories: _, items: __, ...about } = JSON.parse(readFileSync(join(made, 'forecast.json'), 'utf8'));
    const keep = (name: string, content: unknown) =>
      writeFileSync(join(root, 'demo/supply', name), `${JSON.stringify(content)}\n`);
    keep('forecast.json', { ...about, shop: { hours: shop.hours } });
    keep('inventory.json', JSON.parse(readFileSync(join(made, 'inventory.json'), 'utf8')));
  }
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(made, { recursive: true, force: true });
}

/**
 * `npm run forecast -- <options>`: forecasts what will be bought, by shop, category and item, and what runs out; `--help` lists the options.
 * Without any, of the demo's year of baskets and, when the demo's collector has a log, of that; written to where the
 * demo's dashboard looks.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePython } from './python-environment.ts';
import { root, runCommand } from './run-command.ts';

function usual(): string[] {
  const log = join(root, '.edgecart', 'log');
  return [
    ...['--baskets', 'completejourney', '--catalogue', join(root, 'demo/public/catalogue.json')],
    ...['--stock', join(root, 'demo/stock.csv'), '--out', join(root, '.edgecart', 'supply')],
    ...(existsSync(log) ? ['--log', log] : []),
  ];
}

try {
  const given = process.argv.slice(2);
  const options = given.length > 0 ? given : usual();
  process.exitCode = await runCommand(await ensurePython(), ['-m', 'edgecart_trainer', 'forecast', ...options]);
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

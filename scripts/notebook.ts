/**
 * `npm run notebook [-- --log <collector's data> --catalogue <file>]`: exports a collector's records as Parquet and runs
 * docs/notebooks/behaviour.ipynb over them; by default those of the demo. What it shows is then in .edgecart/behaviour.ipynb.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureNotebook } from './python-environment.ts';
import { root, runCommand } from './run-command.ts';

const { values } = parseArgs({
  options: {
    log: { type: 'string', default: join(root, '.edgecart', 'log') },
    catalogue: { type: 'string', default: join(root, 'demo/public/catalogue.json') },
  },
});
const exported = join(root, '.edgecart', 'parquet');
const notebook = join(root, 'docs/notebooks/behaviour.ipynb');
const shown = join(root, '.edgecart', 'behaviour.ipynb');

try {
  const python = await ensureNotebook();
  const run = (...args: string[]) => runCommand(python, ['-m', 'edgecart_trainer', ...args]);
  const steps = [
    ['parquet', '--log', values.log, '--out', exported],
    ['notebook', '--notebook', notebook, '--export', exported, '--catalogue', values.catalogue, '--out', shown],
  ];
  for (const step of steps) {
    process.exitCode = await run(...step);
    if (process.exitCode !== 0) break;
  }
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/**
 * `npm run train -- <options>`: trains a model and publishes it if it wins; `--help` lists the options. Without any, on
 * the demo's baskets and, when the demo's collector has a log, on that; published where `npm start` serves models from.
 * `npm run train -- canary|promote|rollback <options>` is about what was published.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePython } from './python-environment.ts';
import { root, runCommand } from './run-command.ts';

function usual(): string[] {
  const log = join(root, '.edgecart', 'log');
  return [
    ...['--baskets', 'completejourney', '--catalogue', join(root, 'demo/public/catalogue.json')],
    ...['--publish', join(root, '.edgecart', 'models')],
    ...(existsSync(log) ? ['--log', log] : []),
  ];
}

try {
  const given = process.argv.slice(2);
  const options = given.length > 0 ? given : usual();
  const command = /^(canary|promote|rollback)$/.test(options[0] ?? '') ? options : ['train', ...options];
  process.exitCode = await runCommand(await ensurePython(), ['-m', 'edgecart_trainer', ...command]);
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

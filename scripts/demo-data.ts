/** `npm run demo:data`: makes the demo's catalogue, its replay baskets and its first model anew (trainer/README.md). */
import { join } from 'node:path';
import { ensurePython } from './python-environment.ts';
import { root, runCommand } from './run-command.ts';

try {
  const options = ['--out', join(root, 'demo'), ...process.argv.slice(2)];
  process.exitCode = await runCommand(await ensurePython(), ['-m', 'edgecart_trainer', 'demo-data', ...options]);
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** Types, lint, format and unused code of the whole project; exits with 1 when something is wrong. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand, tool } from './run-command.ts';

const folders = [
  ...readdirSync(join(root, 'packages')).map((name) => `packages/${name}`),
  'demo',
  'bench',
  'scale-out/kafka',
  'scripts',
  'e2e',
];

/** Runs the checks; answers with the names of those that failed. */
export async function check(): Promise<string[]> {
  const failed: string[] = [];
  const step = async (name: string, command: string, args: string[]) => {
    if ((await runCommand(command, args)) !== 0) failed.push(name);
  };
  for (const folder of folders)
    if (existsSync(join(root, folder, 'tsconfig.json'))) await step(`types of ${folder}`, tool('tsc'), ['-p', folder]);
  await step('lint and format', tool('biome'), ['ci', '--error-on-warnings']);
  await step('unused code', tool('knip'), []);
  return failed;
}

if (import.meta.main) {
  const failed = await check();
  if (failed.length > 0) {
    console.error(`\nFailed: ${failed.join(', ')}`);
    process.exit(1);
  }
  console.log('Types, lint, format and unused code: all fine.');
}

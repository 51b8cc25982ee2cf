import { join } from 'node:path';
import { root, runCommand } from '../scripts/run-command.ts';

/** Builds the SDK anew, so that what is measured is what the sources say; answers with the folder of the built files. */
export async function buildSdk(): Promise<string> {
  const code = await runCommand(process.execPath, ['--conditions=@edgecart/source', join(root, 'scripts/build.ts')]);
  if (code !== 0) throw new Error('building the SDK failed; the lines above say why');
  return join(root, 'packages/sdk/dist');
}

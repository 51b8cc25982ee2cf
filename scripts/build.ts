/** Builds what is published or served: the SDK's files and the two commands. Everything else runs from its TypeScript sources. */
import '../packages/sdk/build.ts';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleCommand } from './bundle-command.ts';
import { root } from './run-command.ts';

await bundleCommand({
  name: 'doctor',
  dependencies: ['playwright-core'],
  files: ['packages/sdk/dist/edgecart-doctor.js'],
});
await bundleCommand({ name: 'catalogue', dependencies: ['csv-parse', 'htmlparser2', 'saxes'], files: [] });
// npm packs a package's own folder and nothing above it.
for (const name of ['sdk', 'doctor', 'catalogue'])
  await copyFile(join(root, 'LICENSE'), join(root, 'packages', name, 'dist/LICENSE'));

/** Builds what is published or served: the SDK's files and the two commands. Everything else runs from its TypeScript sources. */
import '../packages/sdk/build.ts';
import { bundleCommand } from './bundle-command.ts';

await bundleCommand({
  name: 'doctor',
  dependencies: ['playwright-core'],
  files: ['packages/sdk/dist/edgecart-doctor.js'],
});
await bundleCommand({ name: 'catalogue', dependencies: ['csv-parse', 'htmlparser2', 'saxes'], files: [] });

/** `npm run build:kernel`: assembles `score.wat` into `src/kernel-bytes.ts`. */
import { writeFile } from 'node:fs/promises';
import { asSource, assemble, target } from './assemble.ts';

const bytes = await assemble();
await writeFile(target, asSource(bytes));
console.log(`The kernel has ${bytes.length} bytes.`);

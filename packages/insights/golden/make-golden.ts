/**
 * `node --conditions=@edgecart/source packages/insights/golden/make-golden.ts <folder>` writes the golden stream and the
 * cells that every engine must make of it: `stream.jsonl`, `catalogue.json`, `cells.json`, `about.json`.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoInput } from './demo-input.ts';
import { goldenCells } from './golden-cells.ts';
import { goldenStream } from './golden-stream.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name a folder to write to: make-golden.ts <folder>');
  process.exit(2);
}
const stream = goldenStream(demoInput());
const cells = goldenCells(stream);
const lines = `${stream.messages.map((message) => JSON.stringify(message)).join('\n')}\n`;
const about = {
  messages: stream.messages.length,
  cells: cells.size,
  trendHour: new Date(stream.trendHour * 3_600_000).toISOString().slice(0, 13),
  streamSha256: createHash('sha256').update(lines).digest('hex'),
};
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'stream.jsonl'), lines);
writeFileSync(join(folder, 'catalogue.json'), JSON.stringify(stream.catalogue));
writeFileSync(join(folder, 'cells.json'), JSON.stringify(Object.fromEntries(cells), undefined, 0));
writeFileSync(join(folder, 'about.json'), `${JSON.stringify(about, undefined, 2)}\n`);
console.log(JSON.stringify(about));

/**
 * `npm run privacy-audit [-- --short] [--households 350] [--out <folder>] [--seed 7]`: lives a shop through the SDK's own
 * code and attacks what left it, with the shop's order table in hand. Exits with 1 when the anonymous stream tells more than
 * is promised, or an attack finds little even where everything lies open. The last line is for machines (keys in
 * bench/README.md).
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePython } from '../scripts/python-environment.ts';
import { root } from '../scripts/run-command.ts';
import { temporaryFolder } from './load/temporary-folder.ts';
import { printTable } from './print-table.ts';
import { type Audited, auditShop } from './privacy-audit/audit-shop.ts';
import { extentsOf } from './privacy-audit/extent.ts';
import { broken, tellsMembers } from './privacy-audit/promise.ts';
import { reportPage } from './privacy-audit/report-page.ts';
import { streamNames, tableRows, tellShop } from './privacy-audit/table.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    households: { type: 'string', default: '350' },
    out: { type: 'string', default: join(root, '.edgecart/privacy-audit') },
    seed: { type: 'string', default: '7' },
  },
});
const python = await ensurePython();
const folder = await temporaryFolder('privacy-audit');
const audited: Record<string, Audited> = {};
const faults: string[] = [];
try {
  for (const [size, extent] of Object.entries(
    extentsOf(values.short, Number(values.seed), Number(values.households)),
  )) {
    if (!extent) continue;
    console.log(`Living ${extent.daysLived} days of the ${size} shop through the SDK, and attacking what left ...`);
    const shop = await auditShop(python, folder.path, extent);
    audited[size] = shop;
    faults.push(...broken(size, shop.attacked), ...tellsMembers(size, shop.membership));
    if (shop.planted > 0) faults.push(`${size}: ${shop.planted} of the planted secrets left the device`);
    console.log(`\n${tellShop(size, shop)}\n`);
    printTable(['', ...tableRows.headings], tableRows.of(shop.attacked));
    console.log('');
  }
} finally {
  await folder.remove();
}
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, 'report.html'), reportPage(audited, faults));
console.log(`${join(values.out, 'report.html')} shows this as a page.`);
for (const fault of faults) console.error(`Promise broken: ${fault}`);

const keysOf = ({ attacked }: Audited) =>
  Object.fromEntries(
    attacked.filter(({ stream }) => streamNames.has(stream)).map(({ stream, ...found }) => [stream, found]),
  );
const planted = Object.values(audited).reduce((sum, each) => sum + each.planted, 0);
const { small, large } = audited;
console.log(
  JSON.stringify({
    ...(small && keysOf(small)),
    planted_found: planted,
    ...(small?.membership && { membership: small.membership }),
    ...(large && { large: keysOf(large) }),
  }),
);
process.exitCode = faults.length > 0 ? 1 : 0;

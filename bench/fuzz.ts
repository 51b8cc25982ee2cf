/**
 * `npm run bench:fuzz`: hostile events through the built worker, hostile records through the protocol's schema, broken
 * models through the loader. The last line is for machines (keys in bench/README.md). Exits with 1 when something threw
 * that must not, a call stayed unanswered, or memory grew.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { buildSdk } from './build-sdk.ts';
import { fuzzModel } from './fuzz/fuzz-model.ts';
import { fuzzProtocol } from './fuzz/fuzz-protocol.ts';
import { fuzzWorker } from './fuzz/fuzz-worker.ts';

const [events = 1_000_000, records = 900_000, models = 100_000, seed = 1] = process.argv.slice(2).map(Number);
if (![events, records, models, seed].every(Number.isInteger)) {
  console.error('edgecart: usage: npm run bench:fuzz [-- EVENTS RECORDS MODELS SEED]');
  process.exit(2);
}
const growthMostMb = 30;
setFlagsFromString('--expose-gc');
globalThis.gc ??= runInNewContext('gc') as NonNullable<typeof globalThis.gc>;

const worker = await fuzzWorker(`${await buildSdk()}/edgecart-worker.js`, events, seed);
console.log(`${events} events: ${worker.failed.length} calls failed, ${worker.sent} records made`);
console.log(`heap after a fifth ${worker.heapEarlyMb.toFixed(1)} MB, at the end ${worker.heapLateMb.toFixed(1)} MB`);
const protocol = fuzzProtocol(records, seed);
console.log(`${records} records: ${protocol.accepted} fit the schema, ${protocol.findings.length} findings`);
const model = fuzzModel(models, seed);
console.log(`${models} models: ${model.opened} could be opened, ${model.findings.length} findings`);

const grownMb = Math.max(0, worker.heapLateMb - worker.heapEarlyMb);
const findings = [...new Set([...worker.failed, ...protocol.findings, ...model.findings])];
for (const finding of findings.slice(0, 10)) console.log(`NOT KEPT: ${finding}`);
console.log(
  JSON.stringify({ events, records, models, findings: findings.length, grown_mb: Number(grownMb.toFixed(1)) }),
);
process.exitCode = findings.length > 0 || grownMb > growthMostMb ? 1 : 0;

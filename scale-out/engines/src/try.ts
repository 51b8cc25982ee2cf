import { readFileSync } from 'node:fs';
import { createTopics } from '/work/wt/engines/scale-out/engines/src/golden/topics.ts';
import { sendMessages } from '/work/wt/engines/scale-out/engines/src/golden/send-messages.ts';
import { FlinkRest } from '/work/wt/engines/scale-out/engines/src/flink/flink-rest.ts';
const bootstrap = process.argv[2]!; const connection = { bootstrapBrokers: [bootstrap] };
const rules = JSON.parse(readFileSync('/tmp/eng/contract/rules.json','utf8')).topics;
if (process.argv[3] === 'send') {
await createTopics(connection, Object.values(rules).filter(n=>n!==rules.cells).map((name:any)=>({name})), 3);
await createTopics(connection, ['edgecart.flink.cells','edgecart.samza.cells'].map((name:any)=>({name, compacted:true})), 3);
const lines = readFileSync('/tmp/eng/golden/stream.jsonl','utf8').trim().split('\n').map(l=>JSON.parse(l));
console.time('send');
await sendMessages(connection, lines.map((m:any)=>({topic: rules[m.topic], key: Buffer.from(m.key), value: m.base64===undefined?Buffer.from(m.value):Buffer.from(m.base64,'base64'), timestamp: BigInt(m.timestamp)})));
console.timeEnd('send');
}
const flink = new FlinkRest(28081);
console.time('run');
const id = await flink.run('/tmp/eng/built/flink-job/flink-job-1.jar', ['--bootstrap', bootstrap, '--trending-hour', '2026-03-08T00', '--catalogue','/tmp/eng/golden/catalogue.json','--topic.cells','edgecart.flink.cells']);
console.timeEnd('run');
console.log(id);
await flink.whenRunning(id, 60000);
console.log(await flink.job(id));

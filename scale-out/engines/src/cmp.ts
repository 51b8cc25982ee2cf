import { readFileSync } from 'node:fs';
import { CellReader } from './golden/read-cells.ts';
const bootstrap = process.argv[2]!;
const r = new CellReader({ bootstrapBrokers: [bootstrap] }, process.argv[3]!);
await r.start();
let last=-1; for (let i=0;i<20;i++){ await new Promise(f=>setTimeout(f,2000)); if(r.cells.size===last && last>0) break; last=r.cells.size; }
const want = JSON.parse(readFileSync('/tmp/eng/golden/cells.json','utf8'));
let diff=0, n=0; const kinds: any={};
for (const [k,v] of Object.entries(want)) { n++; const kind=k.split('|')[0]!; kinds[kind]??=[0,0]; kinds[kind][0]++; if (r.cells.get(k)!==v) { kinds[kind][1]++; if (diff++<15) console.log(k, 'want',v,'got',r.cells.get(k)); } }
const extra=[...r.cells.keys()].filter(k=>!(k in want)); console.log('extra', extra.length, extra.slice(0,5));
console.log(n, 'cells', r.cells.size, 'diff', diff, kinds);
await r.close(); process.exit(0);

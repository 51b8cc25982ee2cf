/** Reads a whole log with its state on disk, in a process of its own: `insights-process.ts <root> <state>`. Prints how long it took. */
import { LogTail } from '@edgecart/collector/segment-log';
import { Insights } from '@edgecart/insights';

const [, , root = '', folder = ''] = process.argv;
const insights = new Insights({
  folder,
  source: (positions) => new LogTail(root, 'default', positions),
  onNotice: (message) => console.error(message),
});
const before = process.cpuUsage();
const startMs = performance.now();
await insights.poll();
const stop = new AbortController();
stop.abort();
// Writes down what came since the last checkpoint.
await insights.run(stop.signal);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ taken: insights.taken, cpuUs: user + system, wallMs: performance.now() - startMs }));

/** Insights of one shop's log, to be killed: `insights-process.ts <root> <state>`. Says how many messages it has taken. */
import { Insights } from '@edgecart/insights';
import { LogTail } from '../insights/log-tail.ts';

const [, , root = '', folder = ''] = process.argv;
const insights = new Insights({
  folder,
  source: (positions) => new LogTail(root, 'default', positions),
  idleMs: 5,
  checkpointMs: 20,
  onNotice: (message) => process.stderr.write(`${message}\n`),
});
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
const saying = setInterval(() => process.stdout.write(`${insights.taken}\n`), 5);
await insights.run(stop.signal);
clearInterval(saying);

/** The thread that keeps the logs, so that requests never wait for it. Started by `start-keeper.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { LogBudget } from '../log/log-budget.ts';
import type { LogFolder } from '../log/log-folders.ts';
import { stepBack } from '../step-back.ts';
import { Keeper } from './keeper.ts';
import type { KeeperMessage, KeeperSettings } from './keeper-settings.ts';
import { Wake } from './wake.ts';

/** How often it looks without having been woken: for what failed, and for what is old enough to go. */
const idleMs = 2_000;

const settings = workerData as KeeperSettings;
const port = parentPort;
if (!port) throw new Error('keeper-thread.ts is started by start-keeper.ts');

const say = (message: KeeperMessage) => port.postMessage(message);
const stop = new AbortController();
const wake = new Wake(settings.wakeMemory);
port.on('message', () => {
  stop.abort();
  wake.ring();
});

const budgets = new Map(
  settings.budgets.map(({ shop, kind, limitBytes, memory }) => [
    `${shop} ${kind}`,
    new LogBudget(limitBytes, () => Promise.reject(new Error('measured by the writers')), memory),
  ]),
);

stepBack();
await new Keeper({
  ...settings,
  written: new Set(settings.written),
  budgetOf: ({ shop, kind }: LogFolder) => budgets.get(`${shop} ${kind}`),
  wake,
  idleMs,
  signal: stop.signal,
  onKafkaState: (state) => say({ kind: 'kafka-state', state }),
  onDrained: (shop, drained) => say({ kind: 'drained', shop, ...drained }),
  onBacklog: (backlog) => say({ kind: 'backlog', backlog }),
  onNotice: (text) => say({ kind: 'notice', text }),
}).run();
port.close();

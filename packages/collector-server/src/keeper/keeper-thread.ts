/** The thread that keeps the logs, so that requests never wait for it. Started by `start-keeper.ts`. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { LogBudget } from '../log/log-budget.ts';
import type { LogFolder } from '../log/log-folders.ts';
import { Keeper } from './keeper.ts';
import type { KeeperMessage, KeeperSettings } from './keeper-settings.ts';
import { Wake } from './wake.ts';

/** Where cores are short requests go first: what is not sealed or drained now is so later. */
const niceness = 5;
/** How often it looks without having been woken: for what failed, and for what is old enough to go. */
const idleMs = 2_000;

function stepBack(): void {
  try {
    // On Linux a thread has a priority of its own; its number is the last part of this link.
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), niceness);
  } catch {
    // Elsewhere it runs as everything else does.
  }
}

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

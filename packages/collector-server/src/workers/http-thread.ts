/** A thread that takes requests beside others on the same port. Started by `start-workers.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { CollectorError } from '../errors.ts';
import { type HttpSide, openHttpSide } from '../http/http-side.ts';
import type { Hub } from '../http/hub.ts';
import { InsightsFeed } from '../insights/insights-feed.ts';
import type { LiveMessage } from '../live/live-feed.ts';
import type { MetricFamily } from '../metrics/prometheus.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';
import { Observations } from './observations.ts';

const { settings, kafkaState: firstKafkaState } = workerData as WorkerStart;
const port = parentPort;
if (!port) throw new Error('http-thread.ts is started by start-workers.ts');

const tellMs = 250;
const say = (message: FromWorker) => port.postMessage(message);

let kafkaState = firstKafkaState;
let asked = 0;
const awaitedMetrics = new Map<number, (families: MetricFamily[]) => void>();
const listeners = new Map<number, (message: LiveMessage) => void>();
const observations = new Observations();

const insights = settings.options.insights ? new InsightsFeed() : undefined;

const hub: Hub = {
  insights,
  feed: observations,
  kafkaState: () => kafkaState,
  onNotice: (text) => say({ kind: 'notice', text }),
  metricFamilies() {
    const number = ++asked;
    return new Promise((resolve) => {
      awaitedMetrics.set(number, resolve);
      say({ kind: 'ask-metrics', number });
    });
  },
  async listen(listener) {
    const number = ++asked;
    listeners.set(number, listener);
    say({ kind: 'listen', number });
    return () => {
      if (listeners.delete(number)) say({ kind: 'unlisten', number });
    };
  },
};

function tell(side: HttpSide): void {
  const observed = observations.take();
  if (observed) say({ kind: 'observed', observed });
  say({ kind: 'log-state', state: side.logState() });
}

async function hear(side: HttpSide, message: ToWorker): Promise<void> {
  if (message.kind === 'kafka-state') kafkaState = message.state;
  else if (message.kind === 'insights') insights?.tell(message.shop, message.told);
  else if (message.kind === 'live') listeners.get(message.number)?.(message.message);
  else if (message.kind === 'metrics') {
    awaitedMetrics.get(message.number)?.(message.families);
    awaitedMetrics.delete(message.number);
  } else if (message.kind === 'ask-own-metrics') {
    say({ kind: 'own-metrics', number: message.number, families: side.metricFamilies() });
  } else {
    await side.close();
    clearInterval(telling);
    tell(side);
    port?.close();
  }
}

let telling: NodeJS.Timeout | undefined;
try {
  const side = await openHttpSide(settings, hub);
  telling = setInterval(() => tell(side), tellMs);
  port.on('message', (message: ToWorker) => void hear(side, message));
  say({ kind: 'listening', port: side.port });
} catch (error) {
  const code = error instanceof CollectorError ? error.code : undefined;
  say({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  port.close();
}

/** The load generator: a process of its own, so that its work is not counted with the server's. Told what to do over IPC. */
import { Connection } from './connection.ts';
import { FreshIds } from './fresh-ids.ts';
import { Latencies } from './latencies.ts';
import type { FromLoad, LoadOrder, LoadOutcome, ToLoad } from './load-messages.ts';
import { requestBytes } from './request-bytes.ts';
import { sampleBatch } from './sample-batch.ts';

const tell = (message: FromLoad) => process.send?.(message);
const freshIds = new FreshIds();
let prepared: (() => Promise<LoadOutcome>) | undefined;

function tally(counts: Record<string, number>, what: string | number): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

/** Opens the connections and answers how to begin. */
async function prepare(order: LoadOrder): Promise<() => Promise<LoadOutcome>> {
  const latencies = new Latencies();
  const statuses: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const pauseMs = order.requestsPerS === undefined ? 0 : (1_000 * order.connections) / order.requestsPerS;
  let endMs = 0;
  const connections = Array.from({ length: order.connections }, (_, index) => {
    const url = new URL(order.urls[index % order.urls.length] ?? '');
    const { bytes, idOffsets } = requestBytes(sampleBatch(index, Date.now()), url.host);
    return new Connection({
      host: url.hostname,
      port: Number(url.port),
      pauseMs,
      nextRequest: () => {
        if (performance.now() >= endMs) return undefined;
        freshIds.write(bytes, idOffsets);
        return bytes;
      },
      onAnswer: (status, us) => {
        tally(statuses, status);
        latencies.add(us);
      },
      onFault: (reason) => tally(faults, reason),
    });
  });
  await Promise.all(connections.map((connection) => connection.open()));

  return async () => {
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    endMs = startMs + order.seconds * 1_000;
    // Spread out, so that a moderate load is not 64 requests at a time.
    await Promise.all(connections.map((connection, index) => connection.run((pauseMs * index) / connections.length)));
    const { user, system } = process.cpuUsage(startCpu);
    const seconds = (performance.now() - startMs) / 1_000;
    for (const connection of connections) connection.close();
    return {
      requests: latencies.count,
      statuses,
      faults,
      seconds,
      p50Ms: latencies.quantileMs(0.5),
      p99Ms: latencies.quantileMs(0.99),
      cpuUs: user + system,
    };
  };
}

async function obey(message: ToLoad): Promise<void> {
  try {
    if (message.kind === 'prepare') {
      prepared = await prepare(message.order);
      tell({ kind: 'prepared' });
    } else if (prepared !== undefined) {
      tell({ kind: 'done', outcome: await prepared() });
    }
  } catch (error) {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (message: ToLoad) => void obey(message));
process.once('disconnect', () => process.exit());
tell({ kind: 'listening' });

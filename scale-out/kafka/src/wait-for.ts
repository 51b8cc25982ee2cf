import { setTimeout as pause } from 'node:timers/promises';
import { Admin, type ClusterMetadata } from '@platformatic/kafka';
import type { Connection } from './kafka.ts';

/** Asks the brokers for their view of the cluster until `accept` likes it or the signal aborts; then rejects. */
export async function waitForMetadata(
  connection: Connection,
  topics: string[],
  accept: (metadata: ClusterMetadata) => boolean,
  signal: AbortSignal,
): Promise<void> {
  let last: unknown = 'the answer did not fit';
  while (!signal.aborted) {
    // A new client each time: what it remembers of brokers that were away must not answer.
    const admin = new Admin({
      ...{ clientId: 'edgecart-wait', connectTimeout: 2_000, timeout: 2_000, requestTimeout: 2_000, retries: 0 },
      ...connection,
    });
    try {
      if (accept(await admin.metadata({ topics, forceUpdate: true }))) return;
    } catch (error) {
      last = error;
    } finally {
      await admin.close().catch(() => {});
    }
    await pause(100);
  }
  throw new Error('The brokers did not come to the state that was waited for.', { cause: last });
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from '../engines.ts';
import type { CellReader } from '../golden/read-cells.ts';
import { type OutgoingMessage, sendMessages } from '../golden/send-messages.ts';
import { cpuSeconds } from '../process/cpu-time.ts';

export interface Speed {
  /** Records by second of CPU time of the engine's processes: what one core does. */
  eventsPerS: number;
  /** Records by second on the clock, from the first that was sent to the last cell that was told. */
  wallEventsPerS: number;
}

/** How long nothing new must come until an engine is done. */
const quietMs = 5_000;

/**
 * Sends the messages to an engine that runs on empty topics, and waits until it is done with them. The first message goes
 * ahead, so that starting is not measured; warming up is.
 */
export async function measure(
  ground: Ground,
  pids: readonly number[],
  reader: CellReader,
  messages: Iterable<OutgoingMessage>,
): Promise<Speed> {
  const cpu = () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const rest = messages[Symbol.iterator]();
  let sent = 0;
  function* counted(): Generator<OutgoingMessage> {
    for (let next = rest.next(); !next.done; next = rest.next()) {
      sent += 1;
      yield next.value;
    }
  }
  const first = rest.next();
  if (first.done) throw new Error('There is nothing to measure with: no message was given.');
  await sendMessages(ground.connection, [first.value]);
  await reader.quietAfterFirst(quietMs);

  const [startMs, startCpu] = [Date.now(), cpu()];
  let last = { timeMs: startMs, cpu: startCpu, messages: reader.messages };
  await sendMessages(ground.connection, counted());
  for (;;) {
    if (reader.messages !== last.messages) last = { timeMs: Date.now(), cpu: cpu(), messages: reader.messages };
    else if (Date.now() - last.timeMs > quietMs) break;
    await pause(100);
  }
  return {
    eventsPerS: sent / (last.cpu - startCpu),
    wallEventsPerS: (sent * 1_000) / (last.timeMs - startMs),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from '../engines.ts';
import type { CellReader } from '../golden/read-cells.ts';
import { type OutgoingMessage, sendMessages } from '../golden/send-messages.ts';
import { compilerSeconds, cpuSeconds } from '../process/cpu-time.ts';

export interface Speed {
  /** Records by second of CPU time of the engine's processes: what one core does, warming up included. */
  eventsPerS: number;
  /** Records by second on the clock, from the first that was sent to the last cell that was told. */
  wallEventsPerS: number;
  /** As `eventsPerS`, of the second half alone. */
  laterEventsPerS: number;
  /** The same without what Java's compilers still took: where it comes to when it runs for long. */
  compiledEventsPerS: number;
}

interface Spent {
  records: number;
  cpuS: number;
  compilerS: number;
  wallMs: number;
}

/** How long nothing new must come until an engine is done. */
const quietMs = 5_000;

/**
 * Sends so many messages to an engine that runs on empty topics, in two halves, and waits after each until it is done. The
 * first message goes ahead, so that starting is not measured; warming up is, in the first half more than in the second.
 */
export async function measure(
  ground: Ground,
  pids: readonly number[],
  reader: CellReader,
  messages: Iterable<OutgoingMessage>,
  count: number,
): Promise<Speed> {
  const rest = messages[Symbol.iterator]();
  const first = rest.next();
  if (first.done) throw new Error('There is nothing to measure with: no message was given.');
  await sendMessages(ground.connection, [first.value]);
  await reader.quietAfterFirst(quietMs);

  const half = Math.floor(count / 2);
  const early = await spend(ground, pids, reader, take(rest, half));
  const later = await spend(ground, pids, reader, take(rest, count - half - 1));
  const records = early.records + later.records;
  return {
    eventsPerS: records / (early.cpuS + later.cpuS),
    wallEventsPerS: (records * 1_000) / (early.wallMs + later.wallMs),
    laterEventsPerS: later.records / later.cpuS,
    compiledEventsPerS: later.records / (later.cpuS - later.compilerS),
  };
}

function* take(from: Iterator<OutgoingMessage>, most: number): Generator<OutgoingMessage> {
  for (let taken = 0; taken < most; taken += 1) {
    const next = from.next();
    if (next.done) return;
    yield next.value;
  }
}

/** What the engine's processes spend on these messages. Only what was there before the last cell counts. */
async function spend(
  ground: Ground,
  pids: readonly number[],
  reader: CellReader,
  messages: Iterable<OutgoingMessage>,
): Promise<Spent> {
  const sumOf = (secondsOf: (pid: number) => number) => pids.reduce((sum, pid) => sum + secondsOf(pid), 0);
  const now = () => ({
    timeMs: Date.now(),
    cpuS: sumOf(cpuSeconds),
    compilerS: sumOf(compilerSeconds),
    messages: reader.messages,
  });
  let records = 0;
  function* counted(): Generator<OutgoingMessage> {
    for (const message of messages) {
      records += 1;
      yield message;
    }
  }
  const start = now();
  let last = start;
  await sendMessages(ground.connection, counted());
  for (;;) {
    if (reader.messages !== last.messages) last = now();
    else if (Date.now() - last.timeMs > quietMs) break;
    await pause(100);
  }
  return {
    records,
    cpuS: last.cpuS - start.cpuS,
    compilerS: last.compilerS - start.compilerS,
    wallMs: last.timeMs - start.timeMs,
  };
}

import { Worker } from 'node:worker_threads';
import type { KafkaState } from '../kafka/kafka-state.ts';
import { ended, threadFile } from '../thread-file.ts';
import type { Backlog } from './keeper.ts';
import type { KeeperMessage, KeeperSettings } from './keeper-settings.ts';
import { Wake } from './wake.ts';

export interface KeeperParts {
  settings: Omit<KeeperSettings, 'wakeMemory'>;
  onDrained: (shop: string, drained: { messages: number; refused: number; strange: number }) => void;
  onKafkaState: (state: KafkaState) => void;
  onNotice: (message: string) => void;
}

/** The keeper as the rest of the collector sees it. */
export interface RunningKeeper {
  /** To be rung when a segment is complete. */
  wake: Wake;
  kafkaState: () => KafkaState;
  backlog: () => Backlog;
  /** Ends when what is under way has been written down; what is not drained is drained after the next start. */
  stop: () => Promise<void>;
}

const restartMs = 1_000;
const stopPatienceMs = 10_000;

/** Starts the keeper in a thread of its own, and again should it ever die. */
export function startKeeper({ settings, onDrained, onKafkaState, onNotice }: KeeperParts): RunningKeeper {
  const wake = new Wake();
  let kafkaState: KafkaState = settings.kafka ? { kind: 'connecting', sinceMs: Date.now() } : { kind: 'off' };
  let backlog: Backlog = { segments: 0, bytes: 0, allSegments: 0, oldestMs: undefined };
  let stopping = false;
  let worker = start();
  let exited = ended(worker);

  function restart(): void {
    if (stopping) return;
    worker = start();
    exited = ended(worker);
  }

  function start(): Worker {
    const workerData: KeeperSettings = { ...settings, wakeMemory: wake.memory };
    const thread = new Worker(...threadFile('keeper/keeper-thread', workerData));
    thread.on('message', (message: KeeperMessage) => {
      if (message.kind === 'kafka-state') {
        if (message.state.kind !== kafkaState.kind) onNotice(sayState(message.state, settings.kafka?.brokers ?? []));
        kafkaState = message.state;
        onKafkaState(kafkaState);
      } else if (message.kind === 'drained') onDrained(message.shop, message);
      else if (message.kind === 'backlog') backlog = message.backlog;
      else onNotice(message.text);
    });
    let reason = 'it ended by itself';
    thread.on('error', (error) => {
      reason = error.message;
    });
    thread.on('exit', () => {
      if (stopping) return;
      onNotice(`the keeper of the log died (${reason}) and is started again`);
      setTimeout(restart, restartMs).unref();
    });
    return thread;
  }

  return {
    wake,
    kafkaState: () => kafkaState,
    backlog: () => backlog,
    async stop() {
      stopping = true;
      worker.postMessage('stop');
      const timer = setTimeout(() => void worker.terminate(), stopPatienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function sayState(state: KafkaState, brokers: readonly string[]): string {
  if (state.kind === 'away') return `Kafka (${brokers.join(', ')}) is away: ${state.reason}; records wait in the log`;
  return `Kafka (${brokers.join(', ')}) takes records`;
}

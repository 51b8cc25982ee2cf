import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../load/until.ts';
import { type ClientParts, runClient } from './client.ts';

/** Clients that go on until they are told to stop, and then until each of their batches is answered. */
export class Load {
  readonly #clients: Promise<unknown>;
  readonly #parts: Omit<ClientParts, 'isStopped' | 'onAnswerMs'>;
  #stopped = false;
  #slowestMs = 0;

  constructor(clients: number, parts: Omit<ClientParts, 'isStopped' | 'onAnswerMs'>) {
    this.#parts = parts;
    const isStopped = () => this.#stopped;
    const onAnswerMs = (ms: number) => {
      this.#slowestMs = Math.max(this.#slowestMs, ms);
    };
    this.#clients = Promise.all(Array.from({ length: clients }, () => runClient({ ...parts, isStopped, onAnswerMs })));
  }

  /** The longest that a client waited for an answer or the end of its connection. */
  get slowestMs(): number {
    return this.#slowestMs;
  }

  /** Waits until so many more records are acknowledged: then the collector serves. */
  async progress(records = 200): Promise<void> {
    const { ledger } = this.#parts;
    const wanted = ledger.acknowledged + records;
    await until(`${records} more records are acknowledged`, () => ledger.acknowledged >= wanted, { limitMs: 60_000 });
  }

  /** Waits until so many more records are answered, refused or not. */
  async answers(records: number): Promise<void> {
    const { ledger } = this.#parts;
    const answered = () => ledger.acknowledged + ledger.refused;
    const wanted = answered() + records;
    await until(`${records} more records are answered`, () => answered() >= wanted, { limitMs: 60_000 });
  }

  /** Lets the clients finish: resolves when nobody waits for an answer any more. */
  async finish(): Promise<void> {
    this.#stopped = true;
    const late = sleep(120_000, 'late', { ref: false });
    if ((await Promise.race([this.#clients, late])) === 'late')
      this.#parts.findings.add('a batch was not answered in 120 s after the last fault');
  }
}

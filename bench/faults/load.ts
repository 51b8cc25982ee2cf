import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../load/until.ts';
import { type ClientParts, runClient } from './client.ts';

type LoadParts = Omit<ClientParts, 'isStopped' | 'onAnswerMs' | 'turn'>;

/** Clients that go on until they are told to stop, and then until each of their batches is answered. */
export class Load {
  readonly #clients: Promise<unknown>;
  readonly #parts: LoadParts;
  #stopped = false;
  #slowestMs = 0;
  #busy = 0;
  #paused = false;

  constructor(clients: number, parts: LoadParts) {
    this.#parts = parts;
    const isStopped = () => this.#stopped;
    const onAnswerMs = (ms: number) => {
      this.#slowestMs = Math.max(this.#slowestMs, ms);
    };
    const turn = (deliver: () => Promise<void>) => this.#turn(deliver);
    const client = () => runClient({ ...parts, isStopped, onAnswerMs, turn });
    this.#clients = Promise.all(Array.from({ length: clients }, client));
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

  /** Resolves when each batch is answered and nobody begins another one. */
  async pause(): Promise<void> {
    this.#paused = true;
    await until('no client waits for an answer', () => this.#busy === 0, { limitMs: 60_000 });
  }

  resume(): void {
    this.#paused = false;
  }

  async #turn(deliver: () => Promise<void>): Promise<void> {
    while (this.#paused && !this.#stopped) await sleep(10);
    if (this.#stopped) return;
    this.#busy += 1;
    await deliver();
    this.#busy -= 1;
  }

  /** Lets the clients finish: resolves when nobody waits for an answer any more. */
  async finish(): Promise<void> {
    this.#stopped = true;
    const late = sleep(120_000, 'late', { ref: false });
    if ((await Promise.race([this.#clients, late])) === 'late')
      this.#parts.findings.add('a batch was not answered in 120 s after the last fault');
  }
}

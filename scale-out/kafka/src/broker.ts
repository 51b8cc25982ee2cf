import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import type { BrokerProgram } from './broker-program.ts';
import { endWithParent } from './end-with-parent.ts';
import { whenStopped } from './process-state.ts';

/** How a broker's process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface BrokerOptions {
  program: BrokerProgram;
  id: number;
  port: number;
  data: string;
  propertiesFile: string;
  logFile: string;
  javaOptions: readonly string[];
  /** Resolves when the broker that listens on this port answers; is told when to give up by the signal. */
  whenReady: (signal: AbortSignal) => Promise<void>;
}

/** One broker: a Java process, with its faults on demand. */
export class Broker {
  readonly #options: BrokerOptions;
  #process: ChildProcess | undefined;
  #exited: Promise<Exit> = Promise.resolve({ code: null, signal: null });

  constructor(options: BrokerOptions) {
    this.#options = options;
  }

  /** The broker's node id in the cluster, from 1. */
  get id(): number {
    return this.#options.id;
  }

  /** The port of 127.0.0.1 that clients connect to; stays the same over restarts. */
  get port(): number {
    return this.#options.port;
  }

  /** The folder with this broker's partitions. */
  get data(): string {
    return this.#options.data;
  }

  /** The file with what the broker says. */
  get logFile(): string {
    return this.#options.logFile;
  }

  /** The process id, or undefined while the broker does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when the process that runs now has ended; at once when none runs. */
  get exited(): Promise<Exit> {
    return this.#exited;
  }

  /** Starts the process, without waiting until it answers. */
  launch(): void {
    if (this.#process !== undefined) throw new Error(`Broker ${this.id} runs already (process ${this.pid}).`);
    const { program, propertiesFile, logFile, javaOptions } = this.#options;
    const log = openSync(logFile, 'a');
    // Detached: Ctrl-C in a terminal is ours to handle, not to be sent to every broker at once.
    const child = spawn(program.java, [...javaOptions, ...program.options, 'kafka.Kafka', propertiesFile], {
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    const callOff = child.pid === undefined ? () => {} : endWithParent(child.pid);
    this.#process = child;
    this.#exited = new Promise((resolve) => {
      const end = (exit: Exit) => {
        callOff();
        if (this.#process === child) this.#process = undefined;
        resolve(exit);
      };
      child.on('error', () => end({ code: null, signal: null }));
      child.on('exit', (code, signal) => end({ code, signal }));
    });
  }

  /** Resolves when the broker answers clients. Rejects with the end of its log when it ended or took too long. */
  async ready(timeoutMs = 120_000): Promise<void> {
    const gaveUp = new AbortController();
    const limit = AbortSignal.any([gaveUp.signal, AbortSignal.timeout(timeoutMs)]);
    const ended = this.#exited.then(({ code, signal }) => {
      gaveUp.abort();
      throw new Error(`Broker ${this.id} ended (${signal ?? `exit ${code}`}) before it was ready. ${this.lastWords()}`);
    });
    try {
      await Promise.race([this.#options.whenReady(limit), ended]);
    } catch (error) {
      if (!limit.aborted || gaveUp.signal.aborted) throw error;
      throw new Error(`Broker ${this.id} was not ready after ${timeoutMs} ms. ${this.lastWords()}`, { cause: error });
    } finally {
      gaveUp.abort();
      ended.catch(() => {});
    }
  }

  /** The end of the broker's log, for error messages. */
  lastWords(): string {
    const log = existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
    return `The end of ${this.logFile}:\n${log.slice(-2_000).trim() || '(empty)'}`;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#process === undefined) throw new Error(`Broker ${this.id} does not run, so it gets no ${signal}.`);
    this.#process.kill(signal);
  }

  /** Ends the process at once, as a crash does; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#process !== undefined) this.#signal('SIGKILL');
    await this.#exited;
  }

  /** Lets the broker hand over its partitions and write everything; kills it when that takes longer than the limit. */
  async terminate(timeoutMs = 15_000): Promise<void> {
    if (this.#process === undefined) return;
    this.#signal('SIGTERM');
    const late = setTimeout(() => this.#process?.kill('SIGKILL'), timeoutMs);
    await this.#exited;
    clearTimeout(late);
  }

  /** Hangs the broker: connections stay open, or are taken by the system, and nothing answers once this has resolved. */
  async stop(): Promise<void> {
    const { pid } = this;
    this.#signal('SIGSTOP');
    if (pid !== undefined) await whenStopped(pid);
  }

  /** Lets a broker go on that `stop()` hung. */
  continue(): void {
    this.#signal('SIGCONT');
  }

  /**
   * Starts the broker again on the same port, killing it first if it runs, and resolves when it answers. `meanwhile` is
   * called with the broker's data folder while it is down: the place to lose or put back data.
   */
  async restart(meanwhile?: (data: string) => void | Promise<void>): Promise<void> {
    await this.kill();
    await meanwhile?.(this.data);
    this.launch();
    await this.ready();
  }
}

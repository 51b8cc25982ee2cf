import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { endWithParent } from '@edgecart/kafka-broker';

export interface JavaProcessOptions {
  /** What it is, for people. */
  name: string;
  java: string;
  /** Options of Java, the class path too, and then the class and its arguments. */
  arguments: readonly string[];
  logFile: string;
  /** How often it is started again when it ends by itself, as whoever runs it in earnest has it supervised. Default 0. */
  restarts?: number;
}

/** A Java process that ends with this one, and can be killed as by a crash. */
export class JavaProcess {
  readonly #options: JavaProcessOptions;
  #process: ChildProcess;
  /** Resolves when the process has ended, and is not started again. */
  readonly ended: Promise<void>;
  readonly #end: () => void;
  #running = true;
  #killed = false;
  #restarts: number;

  constructor(options: JavaProcessOptions) {
    this.#options = options;
    this.#restarts = options.restarts ?? 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
    this.#process = this.#start();
  }

  #start(): ChildProcess {
    const { logFile, java, arguments: told } = this.#options;
    const log = openSync(logFile, 'a');
    // Detached: Ctrl-C in a terminal is ours to handle.
    const child = spawn(java, told, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    const callOff = child.pid === undefined ? () => {} : endWithParent(child.pid);
    const end = () => {
      callOff();
      this.#ended();
    };
    child.once('error', end);
    child.once('exit', end);
    return child;
  }

  #ended(): void {
    if (this.#killed || this.#restarts === 0) {
      this.#running = false;
      this.#end();
      return;
    }
    this.#restarts -= 1;
    console.warn(`${this.#options.name} ended by itself and is started again. ${this.lastWords()}`);
    this.#process = this.#start();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** As a crash: SIGKILL, and waits for the end. */
  async kill(): Promise<void> {
    this.#killed = true;
    if (this.#running) this.#process.kill('SIGKILL');
    await this.ended;
  }

  /** Throws with the end of its log when the process has ended. */
  check(): void {
    if (!this.#running) throw new Error(`${this.#options.name} ended. ${this.lastWords()}`);
  }

  lastWords(): string {
    const { logFile } = this.#options;
    return `The end of ${logFile}:\n${readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n')}`;
  }
}

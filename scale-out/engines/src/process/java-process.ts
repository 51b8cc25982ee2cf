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
}

/** A Java process that ends with this one, and can be killed as by a crash. */
export class JavaProcess {
  readonly #options: JavaProcessOptions;
  readonly #process: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  #running = true;

  constructor(options: JavaProcessOptions) {
    this.#options = options;
    const log = openSync(options.logFile, 'a');
    // Detached: Ctrl-C in a terminal is ours to handle.
    const child = spawn(options.java, options.arguments, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    const callOff = child.pid === undefined ? () => {} : endWithParent(child.pid);
    this.#process = child;
    this.ended = new Promise((resolve) => {
      const end = () => {
        callOff();
        this.#running = false;
        resolve();
      };
      child.on('error', end);
      child.on('exit', end);
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** As a crash: SIGKILL, and waits for the end. */
  async kill(): Promise<void> {
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

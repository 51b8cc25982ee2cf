import { type CollectorProcess, type ProcessSettings, startCollectorProcess } from '../load/collector-process.ts';
import { until } from '../load/until.ts';
import type { Findings } from './findings.ts';

/** Flags without their dashes: `{ 'segment-bytes': 65536 }`. */
export type Flags = Readonly<Record<string, string | number>>;

export interface CollectorSetup {
  data: string;
  flags: Flags;
  settings?: ProcessSettings;
}

/** Who ends up before the collector listens again: a start that reads a long log on a busy machine takes its time. */
const startLimitMs = 60_000;
const stopLimitMs = 15_000;

/** A collector that is started, killed and started again, and whose clients find it wherever it listens. */
export class Collector {
  readonly #findings: Findings;
  #setup: CollectorSetup;
  #process: CollectorProcess | undefined;
  #peakRssMb = 0;
  #kills = 0;
  #ending = false;

  constructor(setup: CollectorSetup, findings: Findings) {
    this.#setup = setup;
    this.#findings = findings;
  }

  get setup(): CollectorSetup {
    return this.#setup;
  }

  /** Its command line. */
  get args(): string[] {
    const { data, flags } = this.#setup;
    const given = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
    return ['--port', '0', '--data', data, ...given];
  }

  get kills(): number {
    return this.#kills;
  }

  get peakRssMb(): number {
    this.#peakRssMb = Math.max(this.#peakRssMb, this.#process?.peakRssMb() ?? 0);
    return this.#peakRssMb;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Starts a process, without waiting until it listens. */
  start(changes: Partial<CollectorSetup> = {}): CollectorProcess {
    this.#setup = { ...this.#setup, ...changes };
    const process = startCollectorProcess(this.args, this.#setup.settings);
    this.#process = process;
    this.#ending = false;
    process.exit.then((code) => {
      if (this.#process !== process || this.#ending) return;
      this.#findings.add('the collector ended by itself', `exit code ${code}, ${process.output().slice(-1_000)}`);
    });
    return process;
  }

  /** Where it listens, or will listen: waits while it is down. */
  async url(): Promise<string> {
    for (;;) {
      const process = this.#process;
      if (process) {
        const url = await process.url.catch(() => undefined);
        if (url !== undefined) return url;
      }
      await until('the collector is started again', () => this.#process !== process, { limitMs: 600_000 });
    }
  }

  /** Waits until it listens; throws when it does not. */
  async listening(): Promise<string> {
    const process = this.#process;
    if (process === undefined) throw new Error('the collector was not started');
    let url: string | undefined;
    const listens = process.url.then((found) => {
      url = found;
    });
    await Promise.race([listens, until('the collector listens', () => url !== undefined, { limitMs: startLimitMs })]);
    return process.url;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.#kills += 1;
    await this.#end('SIGKILL');
  }

  /** SIGTERM, as an operator stops it: it must end by itself, with 0. */
  async stop(): Promise<void> {
    const { code, output } = await this.#end('SIGTERM');
    this.#findings.expect(
      code === 0,
      'the collector did not stop well',
      () => `exit code ${code}, ${output.slice(-1_000)}`,
    );
  }

  /** Whatever happened before: nothing is left running. */
  async abandon(): Promise<void> {
    this.#ending = true;
    this.#process?.child.kill('SIGKILL');
    await this.#process?.exit;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; output: string }> {
    const process = this.#process;
    if (process === undefined) throw new Error('the collector is not running');
    this.#peakRssMb = this.peakRssMb;
    this.#ending = true;
    process.child.kill(signal);
    const late = setTimeout(() => {
      this.#findings.add(`the collector did not end within ${stopLimitMs / 1_000} s of ${signal}`);
      process.child.kill('SIGKILL');
    }, stopLimitMs);
    const code = await process.exit;
    clearTimeout(late);
    checkOutput(process.output(), this.#findings);
    return { code, output: process.output() };
  }
}

/** What must never stand in its output, whatever was done to it. */
function checkOutput(output: string, findings: Findings): void {
  const rubbish = /^\s+at .*:\d+|"stack"|Unhandled|^\w*Error:|\(node:\d+\)|"level":"(error|fatal)"/m.exec(output);
  if (rubbish)
    findings.add('an error of the program stands in its output', output.slice(rubbish.index, rubbish.index + 600));
}

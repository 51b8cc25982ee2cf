import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The collector as its users start it: a process of its own. */
export interface CollectorProcess {
  child: ChildProcess;
  /** Base URL; rejects when the process ends before it listens. */
  url: Promise<string>;
  /** What it has written so far, to both of its outputs. */
  output: () => string;
  /** Resolves with the exit code, or `null` after a signal. */
  exit: Promise<number | null>;
}

export interface ProcessLimits {
  /** RLIMIT_FSIZE, in KiB: a longer file can't be written (EFBIG). */
  fileKib?: number;
}

/** Starts the command line; a process that a test leaves running is killed when the test ends. */
export function startProcess(args: readonly string[], limits: ProcessLimits = {}): CollectorProcess {
  const command = [process.execPath, '--conditions=@edgecart/source', main, ...args];
  const limited = ['bash', '-c', `ulimit -f ${limits.fileKib}; exec "$@"`, 'bash', ...command];
  const [file = '', ...rest] = limits.fileKib === undefined ? command : limited;
  const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } });
  let output = '';
  const exit = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  const url = new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output += text;
      const found = /^Edgecart collector: (http:\S+)$/m.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    exit.then(() => reject(new Error(`the collector ended before it listened: ${output}`)));
  });
  // A test of a start that fails does not ask for the URL.
  url.catch(() => {});
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, url, output: () => output, exit };
}

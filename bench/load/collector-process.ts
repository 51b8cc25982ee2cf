import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run-command.ts';

const main = join(root, 'packages/collector-server/src/main.ts');

export interface ProcessSettings {
  /** RLIMIT_FSIZE in KiB: a longer file can't be written (EFBIG). */
  fileKib?: number | undefined;
  env?: Record<string, string> | undefined;
  /** Arguments for Node.js itself. */
  nodeArgs?: readonly string[] | undefined;
}

/** One run of the collector as its users start it, from its command line. */
export interface CollectorProcess {
  child: ChildProcess;
  pid: number;
  /** Base URL; rejects when the process ends before it listens. */
  url: Promise<string>;
  /** What it has written so far, to both of its outputs; the newest 64 KiB. */
  output: () => string;
  /** Resolves with the exit code, or `null` after a signal. */
  exit: Promise<number | null>;
  /** The most memory that it held so far, as far as anybody has looked. */
  peakRssMb: () => number;
}

const keptOutput = 65_536;

const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Starts a collector. Whoever starts it ends it. */
export function startCollectorProcess(args: readonly string[], settings: ProcessSettings = {}): CollectorProcess {
  const { fileKib, env = {}, nodeArgs = [] } = settings;
  const command = [process.execPath, '--conditions=@edgecart/source', ...nodeArgs, main, ...args];
  const limited = ['bash', '-c', `ulimit -f ${fileKib}; exec "$@"`, 'bash', ...command];
  const [file = '', ...rest] = fileKib === undefined ? command : limited;
  const child = spawn(file, rest, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env },
  });
  living.add(child);
  child.once('exit', () => living.delete(child));
  let output = '';
  const exit = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  const url = new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output = (output + text).slice(-keptOutput);
      const found = /^Edgecart collector: (http:\S+)$/m.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    exit.then(() => reject(new Error(`the collector ended before it listened: ${output}`)));
  });
  url.catch(() => {});
  const pid = child.pid ?? 0;
  let peakMb = 0;
  const peakRssMb = () => {
    peakMb = Math.max(peakMb, readPeakMb(pid));
    return peakMb;
  };
  return { child, pid, url, output: () => output, exit, peakRssMb };
}

/** VmHWM of proc_pid_status(5), in 10^6 bytes; 0 where there is none, or no more. */
function readPeakMb(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (Number(kib ?? 0) * 1_024) / 1e6;
  } catch {
    return 0;
  }
}

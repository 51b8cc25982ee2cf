import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServerProcess {
  pid: number;
  /** Base URL, without a slash at the end. */
  url: string;
  /** The last of what it wrote, to both of its outputs. */
  output(): string;
  /** Ends it as an operator does, and by force when it takes longer than ten seconds. */
  stop(): Promise<void>;
}

const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
const keptOutput = 4_000;
const running = new Set<ChildProcess>();
// Ctrl-C ends this process before any `finally`.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a server whose output names its URL. Rejects with what it wrote when it ends before that, or takes longer than
 * half a minute.
 */
export async function startServer(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, ...env } });
  running.add(child);
  const ended = once(child, 'close').then(() => {
    running.delete(child);
  });
  ended.catch(() => running.delete(child));
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(force);
  };
  let output = '';
  const listen = (read: (text: string) => void) => {
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
  };
  listen((text) => {
    output = (output + text).slice(-keptOutput);
  });
  try {
    const url = await urlFrom(child, listen, ended);
    return { pid: child.pid ?? 0, url, output: () => output, stop };
  } catch (error) {
    child.kill('SIGKILL');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${command} ${args.join(' ')} ${reason}${output === '' ? '' : `; it wrote:\n${output}`}`);
  }
}

/** Resolves with the first URL that the process writes. */
function urlFrom(
  child: ChildProcess,
  listen: (read: (text: string) => void) => void,
  ended: Promise<void>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('did not say within half a minute where it listens'), startTimeoutMs);
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(what));
    };
    let unread = '';
    listen((text) => {
      // A line may come in parts.
      unread = (unread + text).slice(-keptOutput);
      const found = /https?:\/\/[^\s"/]+(?=[\s"/])/.exec(unread)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(new URL(found).origin);
    });
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    ended.then(() => fail('ended before it listened'));
  });
}

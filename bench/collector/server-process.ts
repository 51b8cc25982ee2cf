import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServerProcess {
  pid: number;
  /** Base URL, without a slash at the end. */
  url: string;
  /** Ends it as an operator does, and by force when it takes longer than ten seconds. */
  stop(): Promise<void>;
}

const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
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
  try {
    const url = await urlFrom(child, `${command} ${args.join(' ')}`, ended);
    return { pid: child.pid ?? 0, url, stop };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function urlFrom(child: ChildProcess, shown: string, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => fail('did not say within half a minute where it listens'), startTimeoutMs);
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`${shown} ${what}${output === '' ? '' : `; it wrote:\n${output}`}`));
    };
    const read = (text: string) => {
      // What comes later is the server's business; it is only taken so that its pipe does not fill.
      if (output.length < 10_000) output += text;
      const found = /https?:\/\/[^\s"]*[^\s"/]/.exec(output)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    ended.then(() => fail('ended before it listened'));
  });
}

import { spawn } from 'node:child_process';

/**
 * Kills a process when this one ends, however it ends: a shell waits on a pipe that only we hold. Without it a test run
 * that is killed leaves its brokers behind. Answers with what calls this off.
 */
export function endWithParent(pid: number): () => void {
  const guard = spawn('sh', ['-c', 'read -r _; kill -9 "$1"', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return () => guard.kill('SIGKILL');
}

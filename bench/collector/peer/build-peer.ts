import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The peer's program, or why there is none, in words for people. */
export type Peer = { kind: 'built'; name: string; program: string } | { kind: 'missing'; reason: string };

const source = fileURLToPath(new URL('.', import.meta.url));
const modulePath = 'github.com/benthosdev/benthos/v4';
const buildTimeoutMs = 15 * 60_000;

/** Builds the peer into `folder`, once for each version; says so, because it takes minutes. Needs Go. */
export function buildPeer(folder: string, say: (what: string) => void): Peer {
  const goMod = readFileSync(join(source, 'go.mod'), 'utf8');
  const version = new RegExp(`${modulePath} (v\\S+)`).exec(goMod)?.[1] ?? 'unknown';
  const name = `Benthos ${version} (Redpanda Connect's last release under its first name)`;
  const hash = createHash('sha256')
    .update(goMod)
    .update(readFileSync(join(source, 'main.go')));
  const program = join(folder, `benthos-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return { kind: 'built', name, program };

  const found = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (found.status !== 0) return { kind: 'missing', reason: 'there is no Go on this machine to build it with' };
  say(`Building the peer, ${name} (once; some minutes) ...`);
  mkdirSync(folder, { recursive: true });
  // Politely: it keeps all cores busy.
  const { status, stderr } = spawnSync('nice', ['-n', '15', 'go', 'build', '-trimpath', '-o', program, '.'], {
    cwd: source,
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' },
    timeout: buildTimeoutMs,
  });
  if (status === 0) return { kind: 'built', name, program };
  return { kind: 'missing', reason: `Go could not build it: ${stderr.trim().split('\n').at(-1)}` };
}

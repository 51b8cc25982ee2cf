import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/run-command.ts';
import { Collector } from '../faults/collector.ts';
import type { Findings } from '../faults/findings.ts';
import { temporaryFolder } from '../load/temporary-folder.ts';

const run = promisify(execFile);
const version = '4.32.5';
/** Ignored by Git, and made anew when the version changes. */
const environment = join(root, 'bench', '.venv');
const stamp = join(environment, 'edgecart-installed');
const program = join(environment, 'bin', 'st');
const settings = join(root, 'bench', 'hostile', 'schemathesis.toml');

/** Installs schemathesis into an environment of its own; throws with the installer's words when it can't be had. */
async function ensureProgram(): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  rmSync(environment, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', environment]);
  await run(join(environment, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `schemathesis==${version}`]);
  writeFileSync(stamp, version);
}

/** What a pass looks at, and the shops of its collector: below a key, or without. */
const passes = [
  // The live page's stream never ends, which no tool of this kind waits for.
  { name: 'without shops', paths: '^/(?!k/|v1/live)', shops: undefined },
  { name: 'below a write key', paths: '^/k/', shops: [{ name: 'schema', keys: ['wk_schema01'], origins: 'any' }] },
];

/** Lets schemathesis read `/openapi.json` and try what follows from it, against a collector of its own. Answers passes. */
export async function runSchemathesis(findings: Findings, seed: number, say: (what: string) => void): Promise<number> {
  say('Installing schemathesis ...');
  await ensureProgram();
  for (const { name, paths, shops } of passes) {
    const folder = await temporaryFolder('schemathesis');
    const config = join(folder.path, 'config.json');
    await writeFile(config, JSON.stringify(shops === undefined ? {} : { shops }));
    const flags = { config, 'rate-limit-per-minute': 0, 'seal-age-ms': 1_000 };
    const collector = new Collector({ data: folder.path, flags }, findings);
    try {
      collector.start();
      const url = await collector.listening();
      say(`schemathesis ${name} ...`);
      const { code, output } = await test(`${url}/openapi.json`, paths, seed, folder.path);
      const summary = output.slice(output.indexOf('= SUMMARY ='));
      console.log(summary);
      findings.expect(code === 0, `schemathesis ${name} found something`, () => output.slice(-6_000));
      await collector.stop();
    } finally {
      await collector.abandon();
      await folder.remove();
    }
  }
  return passes.length;
}

function test(
  url: string,
  paths: string,
  seed: number,
  folder: string,
): Promise<{ code: number | null; output: string }> {
  const args = ['--config-file', settings, 'run', url, '--include-path-regex', paths, '--seed', String(seed)];
  const bounds = ['--max-examples', '100', '--request-timeout', '10', '--continue-on-failure', '--warnings', 'off'];
  const child = spawn(program, [...args, ...bounds], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 300_000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(late);
      resolve({ code, output });
    });
  });
}

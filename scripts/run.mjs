// The one door for every command: plain JavaScript, so that any Node.js from 20 on can open it. It installs what the
// lockfile names when that changed, then hands over to the project's own Node.js, which runs TypeScript as it is.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// Here and not in package.json: named there, pnpm 12 wants itself in the lockfile and refuses a frozen one without.
const pnpm = 'pnpm@12.21.0';
const windows = process.platform === 'win32';
const stamp = join(root, 'node_modules', '.edgecart-installed');
const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

const commands = {
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  build: 'scripts/build.ts',
  'build-kernel': 'packages/recommender/kernel/build.ts',
  train: 'scripts/train.ts',
  'demo-data': 'scripts/demo-data.ts',
  'demo-supply': 'scripts/demo-supply.ts',
  forecast: 'scripts/forecast.ts',
  notebook: 'scripts/notebook.ts',
  kafka: 'scale-out/kafka/src/main.ts',
  'scale-out': 'scale-out/engines/src/main.ts',
  'bench-size': 'bench/size.ts',
  'bench-device': 'bench/device.ts',
  'bench-collector': 'bench/collector.ts',
  'bench-faults': 'bench/faults.ts',
  'bench-hostile': 'bench/hostile.ts',
  'bench-fuzz': 'bench/fuzz.ts',
  'bench-coarse': 'bench/coarse.ts',
  'bench-scale': 'bench/scale.ts',
  'bench-vitals': 'bench/vitals.ts',
  'bench-learning': 'bench/learning.ts',
  'bench-quality': 'bench/quality.ts',
  'bench-curve': 'bench/curve.ts',
  'bench-forecast': 'bench/forecast.ts',
  'privacy-audit': 'bench/privacy-audit.ts',
  'bench-insights': 'bench/insights.ts',
  'bench-partitions': 'bench/partitions.ts',
};

function fail(message) {
  console.error(`edgecart: ${message}`);
  process.exit(1);
}

/** Runs a command with this terminal; Ctrl-C reaches it too, so we only wait for its end. */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const wait = () => {};
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', wait);
    process.on('SIGTERM', pass);
    child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** What decides which packages are installed; when it changes, they are installed anew. */
function lockState() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(root, file)));
  return `${hash.digest('hex')} ${process.platform} ${process.arch}\n`;
}

async function install() {
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockState()) return;
  console.log('Installing packages (once; a minute or so) ...');
  const code = await run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile'], { shell: windows });
  if (code !== 0)
    fail(`installing the packages failed (exit ${code}); the lines above say why. Is the npm registry reachable?`);
  if (!existsSync(node)) fail('the package `node` did not bring its binary; delete node_modules and try again.');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, lockState());
}

const [name, ...args] = process.argv.slice(2);
const script = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
if (script === undefined) fail(`unknown command ${name ?? '(none)'}; one of: ${Object.keys(commands).join(', ')}`);
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node.js 20 or later is needed, this is ${process.version}.`);
await install();
process.exit(
  await run(node, [
    '--conditions=@edgecart/source',
    '--disable-warning=ExperimentalWarning',
    join(root, script),
    ...args,
  ]),
);

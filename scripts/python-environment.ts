/** The trainer's own Python: a virtual environment under trainer/.venv with the versions of trainer/requirements.lock. */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run-command.ts';

const windows = process.platform === 'win32';
const trainer = join(root, 'trainer');
const environment = join(trainer, '.venv');
const lock = join(trainer, 'requirements.lock');
const stamp = join(environment, 'edgecart-installed');
const python = windows ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');

/** TensorFlow's wheels end at 3.13, those of pandas begin at 3.11. */
const versions = ['3.11', '3.12', '3.13'];
const candidates = windows ? ['py', 'python', 'python3'] : [...versions.map((v) => `python${v}`), 'python3', 'python'];

const ask = (command: string, program: string): SpawnSyncReturns<string> =>
  spawnSync(command, ['-c', program], { encoding: 'utf8' });

function findPython(): string {
  const program = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const found = candidates.map((command) => ({ command, version: ask(command, program).stdout?.trim() ?? '' }));
  const fits = found.find(({ version }) => versions.includes(version));
  if (fits !== undefined) return fits.command;
  const others = found
    .filter(({ version }) => version !== '')
    .map(({ command, version }) => `${command} is ${version}`);
  throw new Error(
    `The trainer needs Python ${versions.join(', ')}; ${others.length > 0 ? others.join(', ') : 'none was found'}. ` +
      'Install Python 3.11 with its venv module (Debian and Ubuntu: python3.11-venv) and try again.',
  );
}

/** Changes with what should be installed, and with where: a virtual environment can't be moved. */
const wanted = (): string => `${createHash('sha256').update(readFileSync(lock)).digest('hex')} ${environment}\n`;

const isReady = (): boolean => existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

/** Runs a command without its output, which becomes part of the error when it fails. */
function runQuietly(what: string, command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: trainer,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' },
    });
    let output = '';
    const keep = (text: Buffer) => {
      output = (output + text.toString()).slice(-2_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(`${what} failed: ${error.message}`)));
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${what} failed (exit ${code}):\n${output.trim()}`)),
    );
  });
}

/** Lets `python -m edgecart_trainer` find the package where it stands, so that an edit needs no new installation. */
function linkPackage(): void {
  const folder = ask(python, 'import sysconfig; print(sysconfig.get_paths()["purelib"])').stdout.trim();
  writeFileSync(join(folder, 'edgecart_trainer.pth'), `${join(trainer, 'src')}\n`);
}

/**
 * The path of the trainer's Python, set up on first use and again when its lock file changed. Rejects with a message
 * for people when there is no fitting Python or a package can't be had.
 */
export async function ensurePython(): Promise<string> {
  if (isReady()) return python;
  const base = findPython();
  const startMs = Date.now();
  console.log('Setting up the Python environment (once; a download of some 500 MB, 2 minutes or so) ...');
  rmSync(environment, { recursive: true, force: true });
  await runQuietly('Making the virtual environment in trainer/.venv', base, ['-m', 'venv', environment]);
  const install = ['-m', 'pip', 'install', '--quiet', '--progress-bar', 'off', '--no-deps', '-r', lock];
  await runQuietly('Installing the Python packages', python, install);
  linkPackage();
  writeFileSync(stamp, wanted());
  console.log(`Python environment ready after ${Math.round((Date.now() - startMs) / 1000)} s.`);
  return python;
}

const torchLock = join(trainer, 'requirements-torch.lock');

/** Adds PyTorch to that environment, for `--backend torch`; an optional extra, for what it weighs. */
export async function ensureTorch(): Promise<string> {
  const installed = await ensurePython();
  if (ask(installed, 'import torch').status === 0) return installed;
  console.log('Adding PyTorch to the Python environment (once; a download of some 3 GB) ...');
  const install = ['-m', 'pip', 'install', '--quiet', '--progress-bar', 'off', '--no-deps', '-r', torchLock];
  await runQuietly('Installing PyTorch', installed, install);
  return installed;
}

const notebookLock = join(trainer, 'requirements-notebook.lock');

/** Adds what notebooks and SQL over an export need, some 200 MB on the disk: training does without. */
export async function ensureNotebook(): Promise<string> {
  const installed = await ensurePython();
  if (ask(installed, 'import duckdb, ipykernel, matplotlib, nbclient').status === 0) return installed;
  console.log('Adding DuckDB, matplotlib and Jupyter to the Python environment (once; a download of some 80 MB) ...');
  const install = ['-m', 'pip', 'install', '--quiet', '--progress-bar', 'off', '--no-deps', '-r', notebookLock];
  await runQuietly('Installing what notebooks need', installed, install);
  return installed;
}

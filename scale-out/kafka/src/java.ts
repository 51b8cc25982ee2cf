import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const oldest = 17;
const install =
  'Install a Java runtime 17 or later (Debian and Ubuntu: apt-get install openjdk-17-jre-headless; ' +
  'macOS: brew install openjdk@17) or set JAVA_HOME to one, and try again.';

const program = (name: string): string => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', name) : name);

const version = (command: string, option: string): SpawnSyncReturns<string> =>
  spawnSync(command, [option], { encoding: 'utf8' });

/** The path of `java`, from JAVA_HOME or the PATH. Throws, saying what to install, when none or an old one is there. */
export function findJava(): string {
  const java = program('java');
  const { error, stderr } = version(java, '-version');
  if (error) throw new Error(`Kafka's broker runs on Java, and ${java} was not found. ${install}`);
  const found = /version "(\d+)/.exec(stderr)?.[1];
  if (found === undefined || Number(found) < oldest)
    throw new Error(`Kafka's broker needs Java ${oldest}, and ${java} is ${found ?? 'of unknown version'}. ${install}`);
  return java;
}

/** Throws, saying what to install, when Java's compiler is not there: a runtime alone can't build jobs. */
export function findJavaCompiler(): void {
  const javac = program('javac');
  if (version(javac, '-version').error)
    throw new Error(
      `The jobs for Flink and Samza are built by Java's compiler, and ${javac} was not found. Install a development kit ` +
        '(Debian and Ubuntu: apt-get install openjdk-17-jdk-headless; macOS: brew install openjdk@17) and try again.',
    );
}

/** `keytool`, which every Java runtime brings. */
export const findKeytool = (): string => program('keytool');

/** The path of Maven. Throws, saying what to install, when there is none. */
export function findMaven(): string {
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if (version(maven, '-version').error)
    throw new Error(
      "Kafka's broker is fetched by Maven, and `mvn` was not found. Install it (Debian and Ubuntu: apt-get install " +
        'maven; macOS: brew install maven) and try again.',
    );
  return maven;
}

/** Runs a program to its end without its output, which becomes part of the error when it fails. */
export function runQuietly(what: string, command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text: Buffer) => {
      output = (output + text.toString()).slice(-2_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => reject(new Error(`${what} failed: ${error.message}`)));
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${what} failed (exit ${code}):\n${output.trim()}`)),
    );
  });
}

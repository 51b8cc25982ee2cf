import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJava, findMaven, runQuietly } from './java.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const pom = join(home, 'pom.xml');
const installed = join(home, '.broker');
const stamp = 'edgecart-installed';

/** A Java program with Kafka's classes: `java`, then these options, then a class and its arguments. */
export interface BrokerProgram {
  /** The folder that it was installed into. */
  home: string;
  java: string;
  options: string[];
}

const wanted = (): string => `${createHash('sha256').update(readFileSync(pom)).digest('hex')}\n`;

const isInstalled = (): boolean =>
  existsSync(join(installed, stamp)) && readFileSync(join(installed, stamp), 'utf8') === wanted();

/** What must be installed before brokers can run here, in words for people; undefined when nothing is missing. */
export function missingForKafka(): string | undefined {
  try {
    findJava();
    if (!isInstalled()) findMaven();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Fetched beside its place and moved there whole: two that install at once do not meet, and an end midway leaves nothing. */
async function install(): Promise<void> {
  const maven = findMaven();
  console.log("Fetching Kafka's broker (once; 45 MB) ...");
  const fetched = mkdtempSync(join(home, '.broker-'));
  try {
    await runQuietly("Fetching Kafka's broker from the Maven repository", maven, [
      ...['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${fetched}`],
    ]);
    writeFileSync(join(fetched, stamp), wanted());
    if (isInstalled()) return;
    rmSync(installed, { recursive: true, force: true });
    renameSync(fetched, installed);
  } finally {
    rmSync(fetched, { recursive: true, force: true });
  }
}

/**
 * Kafka's broker, installed into `scale-out/kafka/.broker` on first use and again when `pom.xml` changed. Rejects with a
 * message for people when Java or Maven are missing or an artifact can't be had.
 */
export async function ensureBrokerProgram(): Promise<BrokerProgram> {
  const java = findJava();
  if (!isInstalled()) await install();
  // Named one by one and in order: an archive of classes holds for one class path only.
  const jars = readdirSync(installed)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => join(installed, name));
  const logging = `-Dlog4j2.configurationFile=file:${join(home, 'log4j2.properties')}`;
  return { home: installed, java, options: [logging, '-cp', jars.join(delimiter)] };
}

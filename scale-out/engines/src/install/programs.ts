import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJava, findJavaCompiler, findMaven, runQuietly } from '@edgecart/kafka-broker';
import { AnonymousRecord } from '@edgecart/protocol';
import { analysisRules } from '@edgecart/protocol/analysis';

const scaleOut = fileURLToPath(new URL('../../..', import.meta.url));
const installed = join(scaleOut, '.engines');
const stamp = 'edgecart-installed';

/** What is built and fetched for both engines. */
export interface Programs {
  java: string;
  /** Class path of Flink's own processes. */
  flinkClassPath: string[];
  /** The job for Flink, with all that Flink does not bring. */
  flinkJob: string;
  /** Class path of the job for Samza, Samza itself on it. */
  samzaClassPath: string[];
}

const sources = (): string[] =>
  globSync(['{pom.xml,*/pom.xml,flink/cluster.pom.xml}', '{analysis,flink,samza}/src/main/**/*.{java,sql}'], {
    cwd: scaleOut,
  }).sort();

/** What the jobs are built with besides their code: the rules and the records' schema, as packages/protocol has them. */
const contract: Record<string, string> = {
  'rules.json': JSON.stringify(analysisRules),
  'record.schema.json': JSON.stringify(AnonymousRecord),
};

function wanted(): string {
  const hash = createHash('sha256');
  for (const text of Object.values(contract)) hash.update(text);
  for (const file of sources()) hash.update(file).update(readFileSync(join(scaleOut, file)));
  return `${hash.digest('hex')}\n`;
}

const isInstalled = (): boolean =>
  existsSync(join(installed, stamp)) && readFileSync(join(installed, stamp), 'utf8') === wanted();

/** What must be installed before the engines can run here, in words for people; undefined when nothing is missing. */
export function missingForEngines(): string | undefined {
  try {
    findJava();
    if (!isInstalled()) {
      findMaven();
      findJavaCompiler();
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Built and fetched beside its place and moved there whole: two that install at once do not meet. */
async function install(): Promise<void> {
  const maven = findMaven();
  findJavaCompiler();
  console.log('Fetching Flink and Samza and building their jobs (once; some 250 MB) ...');
  // Of before: what is changed while it is being built is built again the next time.
  const hash = wanted();
  const made = mkdtempSync(join(scaleOut, '.engines-'));
  try {
    const contractFolder = join(made, 'contract');
    mkdirSync(contractFolder);
    for (const [name, text] of Object.entries(contract)) writeFileSync(join(contractFolder, name), text);
    await runQuietly('Building the jobs for Flink and Samza', maven, [
      ...['-B', '-q', '-f', join(scaleOut, 'pom.xml'), 'package'],
      ...[`-Dcontract=${contractFolder}`, `-Dbuilt=${join(made, 'built')}`],
    ]);
    await runQuietly('Fetching Flink from the Maven repository', maven, [
      ...['-B', '-q', '-f', join(scaleOut, 'flink', 'cluster.pom.xml'), 'dependency:copy-dependencies'],
      `-DoutputDirectory=${join(made, 'flink')}`,
    ]);
    writeFileSync(join(made, stamp), hash);
    rmSync(installed, { recursive: true, force: true });
    renameSync(made, installed);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

const jarsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => join(folder, name));

/** Builds and fetches on first use, and again when a source or a rule changed. Rejects with a message for people. */
export async function ensurePrograms(): Promise<Programs> {
  const java = findJava();
  if (!isInstalled()) await install();
  const built = join(installed, 'built');
  return {
    java,
    flinkClassPath: jarsIn(join(installed, 'flink')),
    flinkJob: join(built, 'flink-job', 'flink-job-1.jar'),
    samzaClassPath: jarsIn(join(built, 'samza-job', 'lib')),
  };
}

/**
 * `npm test`: checks, then the tests in Node, in Chromium, of the whole loop, with Kafka, and of the trainer. The last line counts
 * them all. With `CI` set a skipped test is a failure: there, everything can run.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.ts';
import { ensureNotebook, ensureTorch } from './python-environment.ts';
import { root, runCommand, tool } from './run-command.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const reports = join(root, 'node_modules', '.edgecart-tests');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** From vitest's JSON report; a run that left none has failed. */
function vitestCounts(file: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    const failed = (report.numFailedTests ?? 0) + failedFiles(report);
    const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
    return { passed: report.numPassedTests ?? 0, failed, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Files that failed as a whole, without a test of theirs having run. */
function failedFiles(report: { testResults?: unknown }): number {
  const files = (report.testResults ?? []) as { status: string; assertionResults: unknown[] }[];
  return files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
}

/** From pytest's JUnit report. */
function pytestCounts(file: string): Counts {
  try {
    const attribute = (name: string) =>
      Number(readFileSync(file, 'utf8').match(new RegExp(` ${name}="(\\d+)"`))?.[1] ?? 0);
    const failed = attribute('failures') + attribute('errors');
    const skipped = attribute('skipped');
    return { passed: attribute('tests') - failed - skipped, failed, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function title(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const problems: string[] = [];
function add(what: string, counts: Counts, code: number): void {
  total.passed += counts.passed;
  total.skipped += counts.skipped;
  total.failed += counts.failed;
  if (code !== 0 || counts.failed > 0) problems.push(what);
}

title('Building the SDK');
if ((await runCommand(process.execPath, ['--conditions=@edgecart/source', join(root, 'scripts/build.ts')])) !== 0)
  problems.push('build');

title('Types, lint, format, unused code');
problems.push(...(await check()));

for (const [project, what] of [
  ['node', 'Tests in Node.js'],
  ['browser', 'Tests in Chromium'],
  ['e2e', 'The whole loop'],
  ['kafka', 'Tests with real Kafka brokers'],
] as const) {
  title(what);
  const file = join(reports, `${project}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await runCommand(tool('vitest'), args);
  add(what, vitestCounts(file), code);
}

title('Tests of the trainer');
try {
  // Elsewhere its test is skipped: 3 GB are much to ask for a test.
  if (process.env.CI) await ensureTorch();
  const python = await ensureNotebook();
  const file = join(reports, 'pytest.xml');
  const code = await runCommand(python, ['-m', 'pytest', '-q', 'trainer', `--junitxml=${file}`]);
  add('trainer', pytestCounts(file), code);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  add('trainer', { passed: 0, failed: 1, skipped: 0 }, 1);
}

if (process.env.CI && total.skipped > 0) problems.push(`${total.skipped} skipped tests`);
if (problems.length > 0) console.error(`\nFailed: ${problems.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(problems.length > 0 ? 1 : 0);

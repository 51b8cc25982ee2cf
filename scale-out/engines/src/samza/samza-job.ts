import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Programs } from '../install/programs.ts';
import { JavaProcess } from '../process/java-process.ts';

const logging = fileURLToPath(new URL('../../../samza/log4j.properties', import.meta.url));

export interface SamzaJobOptions {
  programs: Programs;
  /** Where its log and its stores are. */
  folder: string;
  /** What the job is told: see edgecart.samza.AnalysisJob. */
  arguments: readonly string[];
}

/** Starts the job: one process, which takes every partition. */
export function startSamzaJob({ programs, folder, arguments: told }: SamzaJobOptions): JavaProcess {
  mkdirSync(folder, { recursive: true });
  return new JavaProcess({
    ...{ name: "Samza's job", java: programs.java, logFile: join(folder, 'samza.log'), restarts: 2 },
    arguments: [
      ...['-Xmx384m', '-XX:+UseSerialGC', '-XX:-UsePerfData', `-Dlog4j.configuration=file:${logging}`],
      ...['-cp', programs.samzaClassPath.join(delimiter), 'edgecart.samza.AnalysisJob'],
      ...['--state', join(folder, 'state'), ...told],
    ],
  });
}

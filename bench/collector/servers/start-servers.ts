import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from '../server-process.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const collectorProgram = here('../../../packages/collector-server/src/main.ts');
const nodeOptions = ['--conditions=@edgecart/source', '--disable-warning=ExperimentalWarning'];

const startNode = (program: string, args: readonly string[]): Promise<ServerProcess> =>
  startServer(process.execPath, [...nodeOptions, program, ...args]);

/** node:http that takes the body and answers: nothing on Node.js can do with less. */
export const startRaw = (): Promise<ServerProcess> => startNode(here('raw-server.ts'), []);

/** What a team would write: fastify and kafkajs. */
export const startUsual = (broker: string, topic: string): Promise<ServerProcess> =>
  startNode(here('usual-server.ts'), [broker, topic]);

/** Our collector, from its command line and with its defaults but for what must differ. */
export const startCollector = (data: string, options: readonly string[] = []): Promise<ServerProcess> =>
  startNode(collectorProgram, ['--port', '0', '--data', data, ...unlimited(), ...options]);

/** All load comes from one address. */
const unlimited = (): string[] => (collectorKnows('rate-limit-per-minute') ? ['--rate-limit-per-minute', '0'] : []);

/**
 * What makes the collector drain into Kafka. A segment is sealed after a second, not after the minute of the defaults:
 * a round would be over before Kafka has anything. Sealing costs more then, not less.
 */
export const drainingTo = (broker: string): string[] => [
  ...['--kafka', broker, '--seal-age-ms', '1000', '--max-seal-age-ms', '2000'],
];

let help: string | undefined;

/** Whether this checkout's collector knows a flag: what it can't do is left out and said. */
export function collectorKnows(flag: string): boolean {
  help ??= spawnSync(process.execPath, [...nodeOptions, collectorProgram, '--help'], { encoding: 'utf8' }).stdout;
  return help.includes(`--${flag} `);
}

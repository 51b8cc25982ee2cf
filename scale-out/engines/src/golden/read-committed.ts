import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Connection, ensureBrokerProgram } from '@edgecart/kafka-broker';

const program = fileURLToPath(new URL('ReadCommitted.java', import.meta.url));
const run = promisify(execFile);

/**
 * The committed values of a topic, as soon as there are `wanted` of them; more when more stand there, fewer when no more
 * come. By Kafka's own client: ours tells some messages of aborted transactions, too.
 */
export async function readCommitted(connection: Connection, topic: string, wanted: number): Promise<string[]> {
  const { java, options } = await ensureBrokerProgram();
  const told = [connection.bootstrapBrokers.join(','), topic, String(wanted), '180'];
  const { stdout } = await run(java, ['-Xmx256m', ...options, program, ...told], { maxBuffer: 256 * 1024 * 1024 });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => Buffer.from(line, 'base64').toString());
}

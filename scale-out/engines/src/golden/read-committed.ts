import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Connection, ensureBrokerProgram } from '@edgecart/kafka-broker';

const program = fileURLToPath(new URL('ReadCommitted.java', import.meta.url));
const run = promisify(execFile);

/**
 * The committed values of each topic, as soon as there are `wanted` of them; more when more stand there, fewer when no more
 * come. By Kafka's own client: ours tells some messages of aborted transactions, too.
 */
export async function readCommitted(
  connection: Connection,
  topics: readonly { topic: string; wanted: number }[],
): Promise<string[][]> {
  const { java, options } = await ensureBrokerProgram();
  const told = [
    connection.bootstrapBrokers.join(','),
    '300',
    ...topics.flatMap(({ topic, wanted }) => [topic, String(wanted)]),
  ];
  const { stdout } = await run(java, ['-Xmx256m', ...options, program, ...told], { maxBuffer: 256 * 1024 * 1024 });
  const lines = stdout.split('\n').map((line) => line.split(' '));
  return topics.map(({ topic }) =>
    lines.filter(([of]) => of === topic).map(([, value = '']) => Buffer.from(value, 'base64').toString()),
  );
}

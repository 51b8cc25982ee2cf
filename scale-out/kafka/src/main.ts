/** `npm run kafka`: Kafka in the foreground, until Ctrl-C. */
import { parseArgs } from 'node:util';
import { type KafkaOptions, startKafka } from './kafka.ts';

const usage = `npm run kafka -- [options]

  --brokers 1|3     how many brokers; 3 keep three copies of each record       (1)
  --port <port>     port of the first broker; the others take the next ones    (9092)
                    0: free ones
  --data <folder>   keeps the records there; without it they go with Ctrl-C
  --security <how>  plaintext, tls, sasl-scram or sasl-ssl                     (plaintext)
`;

function fail(message: string): never {
  console.error(`edgecart: ${message}`);
  process.exit(2);
}

const securities = ['plaintext', 'tls', 'sasl-scram', 'sasl-ssl'] as const;

function readOptions(): KafkaOptions {
  const { values } = parseArgs({
    options: {
      brokers: { type: 'string', default: '1' },
      port: { type: 'string', default: '9092' },
      data: { type: 'string' },
      security: { type: 'string', default: 'plaintext' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const brokers = values.brokers === '1' ? 1 : values.brokers === '3' ? 3 : undefined;
  if (brokers === undefined) fail(`--brokers must be 1 or 3, not ${values.brokers}.`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port + brokers > 65_536)
    fail(`--port must be a port from 1 to ${65_536 - brokers}, or 0 for free ones, not ${values.port}.`);
  const security = securities.find((name) => name === values.security);
  if (security === undefined) fail(`--security must be one of ${securities.join(', ')}, not ${values.security}.`);
  const ports = port === 0 ? [] : Array.from({ length: brokers }, (_, index) => port + index);
  return { brokers, security, ports, ...(values.data === undefined ? {} : { folder: values.data }) };
}

function options(): KafkaOptions {
  try {
    return readOptions();
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

// A broker that is told to stop while it starts must not be left behind: the signal is remembered.
const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve());
  process.once('SIGTERM', () => resolve());
});

const given = options();
try {
  console.log('Starting Kafka ...');
  const kafka = await startKafka(given);
  console.log(`\n  Kafka is ready:  ${kafka.bootstrap.join(',')}\n`);
  if (kafka.caFile) console.log(`  Authority:       ${kafka.caFile}`);
  if (kafka.credentials) {
    const { mechanism, username, password } = kafka.credentials;
    console.log(`  Log in by:       ${mechanism}, user ${username}, password ${password}`);
  }
  console.log(`  Processes:       ${kafka.brokers.map((broker) => broker.pid).join(', ')}`);
  console.log(`  Data and logs:   ${kafka.folder}`);
  console.log('  Ctrl-C stops it.');
  await stopped;
  console.log('\nStopping ...');
  await kafka.close();
} catch (error) {
  console.error(`edgecart: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

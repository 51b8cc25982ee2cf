/**
 * `npm start [-- --kafka]`: builds the SDK, starts the collector with its dashboard, the demo storefront and shoppers who
 * fill real baskets, with `--kafka` a broker too, and stops all on Ctrl-C.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCollector } from '@edgecart/collector';
import { serveDemo } from '../demo/serve.ts';
import { startShoppers } from '../demo/shoppers.ts';
import { seedSupply } from '../demo/supply/seed-supply.ts';
import { root, runCommand } from './run-command.ts';

const usage = 'npm start -- [--port 5173] [--collector-port 8787] [--data .edgecart] [--shoppers 2] [--kafka]';

function fail(message: string): never {
  console.error(`edgecart: ${message}`);
  process.exit(2);
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '5173' },
        'collector-port': { type: 'string', default: '8787' },
        data: { type: 'string', default: join(root, '.edgecart') },
        shoppers: { type: 'string', default: '2' },
        kafka: { type: 'boolean', default: false },
      },
    });
    const port = (name: 'port' | 'collector-port') => {
      const value = Number(values[name]);
      return Number.isInteger(value) && value >= 0 && value < 65_536
        ? value
        : fail(`--${name} must be a port from 0 to 65535, not ${values[name]}. Usage: ${usage}`);
    };
    const shoppers = Number(values.shoppers);
    if (!(shoppers >= 0 && shoppers <= 100))
      fail(`--shoppers must be visits a second from 0 to 100, not ${values.shoppers}. Usage: ${usage}`);
    return {
      port: port('port'),
      collectorPort: port('collector-port'),
      data: values.data,
      kafka: values.kafka,
      shoppers,
    };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : error}\nUsage: ${usage}`);
  }
}

/** The port that was asked for, or one of the next twenty. */
async function onFreePort<T>(first: number, start: (port: number) => Promise<T>): Promise<T> {
  for (let port = first; ; port++) {
    try {
      return await start(port);
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'port-busy';
      if (!busy || first === 0 || port >= first + 20) throw error;
      console.log(`Port ${port} is taken; trying ${port + 1}.`);
    }
  }
}

/** Somebody watches: records reach the topics in seconds, and are mixed with few others. Never so in production. */
const forWatching = { minBatches: 1, sealAgeMs: 2_000, maxSealAgeMs: 2_000 };

async function startBroker() {
  console.log('Starting Kafka ...');
  const { startKafka } = await import('@edgecart/kafka-broker');
  return startKafka({ folder: join(data, 'kafka') });
}

const { port, collectorPort, data, kafka: withKafka, shoppers: visitsPerSecond } = options();
console.log('Building the SDK ...');
if ((await runCommand(process.execPath, ['--conditions=@edgecart/source', join(root, 'scripts/build.ts')])) !== 0)
  fail('building the SDK failed; the lines above say why.');

const models = join(data, 'models');
if (!existsSync(join(models, 'latest.json'))) {
  mkdirSync(models, { recursive: true });
  cpSync(join(root, 'demo/model'), models, { recursive: true });
}

try {
  const kafka = withKafka ? await startBroker() : undefined;
  console.log('Starting the collector ...');
  const stockKeyFile = seedSupply(data);
  const collector = await onFreePort(collectorPort, (free) =>
    startCollector({
      ...{ port: free, data, models, sdk: join(root, 'packages/sdk/dist'), stockKeyFile, onNotice: console.log },
      // The shoppers all have one address.
      ...{ insights: true, catalogue: join(root, 'demo/public/catalogue.json'), rateLimitPerMinute: 0 },
      ...(kafka && { kafka: { brokers: kafka.bootstrap }, ...forWatching }),
    }),
  );
  console.log('Building the demo storefront ...');
  const demo = await serveDemo({ collectorUrl: collector.url, port });
  const shoppers = visitsPerSecond > 0 ? startShoppers({ collectorUrl: collector.url, visitsPerSecond }) : undefined;
  console.log(`\n  The shop is open:  ${demo.url}\n`);
  console.log(`  The collector:     ${collector.url}   (its page shows the records that arrive)`);
  console.log(
    `  The dashboard:     ${collector.url}/dashboard   (${visitsPerSecond} visits a second fill it; --shoppers 0 for none)`,
  );
  console.log(
    `  Sell the milk out: curl -H "authorization: Bearer $(cat ${stockKeyFile})" -H 'content-type: application/json' ` +
      `-d '{"items":[{"item":"1029743","on_hand":0}]}' ${collector.url}/v1/stock`,
  );
  if (kafka)
    console.log(`  Kafka:             ${kafka.bootstrap.join(', ')}   (topics edgecart.counts, edgecart.paths)`);
  console.log('  Ctrl-C stops everything.');

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping ...');
    await shoppers?.stop();
    await Promise.all([demo.close(), collector.close()]);
    await kafka?.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

#!/usr/bin/env node
import { type Collector, startCollector } from './collector.ts';
import { parseCommandLine, usage } from './command-line.ts';
import { CollectorError } from './errors.ts';
import { inspectCommand } from './inspect/inspect-command.ts';
import { createLogger } from './logging.ts';
import { completeOptions } from './options.ts';
import { shownConfig } from './shown-config.ts';

async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  if (name === 'inspect') {
    process.exitCode = await inspectCommand(rest, (line) => process.stdout.write(`${line}\n`));
    return;
  }
  const command = parseCommandLine(process.argv.slice(2), process.env);
  if (command.kind === 'help') {
    process.stdout.write(`${usage()}\n`);
    return;
  }
  const complete = completeOptions(command.options);
  const configuration = shownConfig(complete);
  if (command.kind === 'print-config') {
    process.stdout.write(`${JSON.stringify(configuration, undefined, 2)}\n`);
    return;
  }
  const logger = createLogger(complete.logLevel);
  const collector = await startCollector({ ...command.options, onNotice: (message) => logger.warn(message) });
  process.stdout.write(`Edgecart collector: ${collector.url}\n`);
  logger.info({ port: collector.port, configuration }, 'listening');

  const stop = async (signal: string, listening: Collector) => {
    logger.info({ signal }, 'stopping: finishing requests');
    await listening.close();
    logger.info('stopped');
    process.exitCode = 0;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal, collector));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CollectorError)) throw error;
  process.stderr.write(`edgecart-collector: ${error.message}\n`);
  process.exitCode = error.code === 'bad-option' ? 2 : 1;
}

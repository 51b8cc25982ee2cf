#!/usr/bin/env node
import { startCollector } from './collector.ts';
import { CollectorError } from './errors.ts';
import { inspectCommand } from './inspect/inspect-command.ts';
import { createLogger } from './logging.ts';
import { misspeltVariables, parseCommandLine, usage } from './options/command-line.ts';
import { completeOptions } from './options/options.ts';
import { shownConfig } from './options/shown-config.ts';

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
  for (const message of misspeltVariables(process.env)) logger.warn(message);
  const collector = await startCollector({ ...command.options, onNotice: (message) => logger.warn(message) });
  const stop = async (signal: string) => {
    logger.info({ signal }, 'stopping: finishing requests');
    await collector.close();
    logger.info('stopped');
    process.exitCode = 0;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));
  logger.info({ port: collector.port, configuration }, 'listening');
  // Last, for whoever waits for this line and then does as they like, stopping it included.
  process.stdout.write(`Edgecart collector: ${collector.url}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CollectorError)) throw error;
  process.stderr.write(`edgecart-collector: ${error.message}\n`);
  process.exitCode = error.code === 'bad-option' ? 2 : 1;
}

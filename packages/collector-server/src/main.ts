#!/usr/bin/env node
import { type Collector, startCollector } from './collector.ts';
import { parseCommandLine, usage } from './command-line.ts';
import { CollectorError } from './errors.ts';

const say = (message: string) => process.stderr.write(`edgecart-collector: ${message}\n`);

async function main(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2), process.env);
  if (command.kind === 'help') {
    process.stdout.write(`${usage()}\n`);
    return;
  }
  const collector = await startCollector({ ...command.options, onNotice: say });
  process.stdout.write(`Edgecart collector: ${collector.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(collector));
}

async function stop(collector: Collector): Promise<void> {
  say('stopping: finishing requests');
  await collector.close();
  process.exitCode = 0;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CollectorError)) throw error;
  say(error.message);
  process.exitCode = error.code === 'bad-option' ? 2 : 1;
}

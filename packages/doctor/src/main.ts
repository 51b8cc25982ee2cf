#!/usr/bin/env node
import { asText } from '@edgecart/sdk/doctor';
import { DoctorError, parseCommand, usage } from './command-line.ts';
import { examinePage } from './examine-page.ts';

async function main(): Promise<number> {
  const command = parseCommand(process.argv.slice(2));
  if (command === undefined) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const report = await examinePage(command);
  process.stdout.write(`${command.json ? JSON.stringify(report, undefined, 2) : asText(report)}\n`);
  return report.findings.some(({ state }) => state === 'wrong') ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof DoctorError)) throw error;
  process.stderr.write(`edgecart-doctor: ${error.message}\n`);
  process.exitCode = 2;
}

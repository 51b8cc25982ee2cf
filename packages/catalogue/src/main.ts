#!/usr/bin/env node
import { writeFile } from 'node:fs/promises';
import { CatalogueError } from './catalogue-error.ts';
import { parseCommandLine, UsageError, usage } from './command-line.ts';
import { makeCatalogue } from './make-catalogue.ts';
import { describeReport } from './report.ts';

async function main(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2));
  if (command.kind === 'help') {
    console.log(usage);
    return;
  }
  const { options, quiet } = command;
  const tellEvery = 25;
  const report = await makeCatalogue({
    ...options,
    onPage: (looked, waiting) => {
      if (!quiet && looked % tellEvery === 0) console.error(`${looked} pages looked at, ${waiting} to go`);
    },
  });
  if (command.report !== undefined) await writeFile(command.report, `${JSON.stringify(report, undefined, 2)}\n`);
  if (!quiet) console.log(`${options.out}: ${describeReport(report)}`);
}

main().catch((error: unknown) => {
  const known = error instanceof CatalogueError || error instanceof UsageError;
  console.error(known ? `edgecart-catalogue: ${error.message}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});

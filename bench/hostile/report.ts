import { printTable } from '../print-table.ts';
import type { AccountResult } from './account.ts';

export interface Run {
  requests: number;
  seconds: number;
  seed: number;
  account: AccountResult;
  maxRssMb: number;
  descriptors: { before: number; after: number };
  statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  findings: string[];
}

/** Beyond this the collector's memory is called unbounded. */
const mostRssMb = 450;

/** The figures with the keys that README.md explains. */
export function lastLine({ requests, seconds, seed, account, maxRssMb, descriptors, findings }: Run) {
  return {
    requests,
    seconds: Math.round(seconds),
    acknowledged: account.acknowledged,
    found: account.found,
    lost: account.lost,
    duplicated: account.repeated,
    rubbish: account.rubbish + account.miscounted,
    stored_untold: account.foundUntold,
    max_rss_mb: Math.round(maxRssMb),
    descriptors_before: descriptors.before,
    descriptors_after: descriptors.after,
    seed,
    findings: findings.length,
  };
}

/** Whether everything that was promised was kept. */
export function isKept(run: Run): boolean {
  const { lost, duplicated, rubbish, max_rss_mb } = lastLine(run);
  return lost === 0 && duplicated === 0 && rubbish === 0 && max_rss_mb <= mostRssMb && run.findings.length === 0;
}

/** What was answered, by family, for people. */
export function printReport({ statuses, findings }: Run): void {
  console.log('');
  printTable(
    ['', 'answers'],
    [...statuses].map(([family, counts]) => [
      family,
      [...counts]
        .sort()
        .map(([status, count]) => `${status}: ${count}`)
        .join('  '),
    ]),
  );
  for (const line of findings) console.log(`\nNOT KEPT: ${line}`);
  console.log('');
}

import type { Insights } from '../api.ts';

/** What one check has found. `wrong` should be mended; `note` works, and could work better. */
export interface Finding {
  check: string;
  state: 'fine' | 'note' | 'wrong';
  says: string;
  /** What to do. */
  todo?: string;
}

export interface Report {
  url: string;
  findings: Finding[];
  /** Directives that the content security policy should have, to copy. */
  policy: string[];
  /** What arrived, the newest first. */
  events: Insights['cleaning'];
  costs: Cost[];
}

/** What Edgecart costs on this page. */
export interface Cost {
  what: string;
  ms?: number;
  bytes?: number;
}

const marks = { fine: 'fine ', note: 'note ', wrong: 'WRONG' };
const wide = 14;

/** The report as plain text. */
export function asText({ url, findings, policy, events, costs }: Report): string {
  const lines = [`Edgecart doctor: ${url}`, ''];
  for (const { check, state, says, todo } of findings) {
    lines.push(`  ${marks[state]}  ${check.padEnd(wide)}${says}`);
    if (todo !== undefined) lines.push(`         ${' '.repeat(wide)}-> ${todo}`);
  }
  if (policy.length > 0)
    lines.push('', 'The content security policy should have:', ...policy.map((line) => `  ${line};`));
  lines.push('', events.length === 0 ? 'No events have arrived.' : 'Events, the newest first:');
  for (const { event, outcome, reasons } of events)
    lines.push(`  ${outcome.padEnd(9)} ${event}${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`);
  lines.push('', 'Costs:');
  for (const { what, ms, bytes } of costs) {
    const amounts = [ms === undefined ? '' : `${ms.toFixed(1)} ms`, bytes === undefined ? '' : `${bytes} bytes`];
    lines.push(`  ${what.padEnd(34)} ${amounts.filter((amount) => amount !== '').join(', ')}`);
  }
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  lines.push('', wrong === 0 ? 'Nothing is wrong.' : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong.`);
  return lines.join('\n');
}

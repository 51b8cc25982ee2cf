import type { Attacked } from './attack-streams.ts';
import type { Audited } from './audit-shop.ts';
import { promised } from './promise.ts';
import { streamNames, tableRows, tellShop } from './table.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const style = `
:root { color-scheme: light dark; --ink: #1d2430; --paper: #fff; --faint: #d9dee6; --secret: #b3402a; --link: #2563a8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --paper: #14181f; --faint: #39414d; --secret: #f08a6c; --link: #7db4ee; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--faint); }
svg { width: 100%; height: auto; display: block; margin: 1rem 0 2rem; }
svg text { fill: var(--ink); font-size: 13px; }
.bad { color: var(--secret); font-weight: 600; }`;

/** The audit as one page without scripts: for each shop a chart of the advantages and the table. */
export function reportPage(audited: Readonly<Record<string, Audited>>, faults: readonly string[]): string {
  const verdict =
    faults.length === 0
      ? '<p>The anonymous stream keeps the promise.</p>'
      : `<ul class="bad">${faults.map((fault) => `<li>${escaped(fault)}</li>`).join('')}</ul>`;
  const shops = Object.entries(audited).map(
    ([size, shop]) =>
      `<h2>${escaped(size)} shop</h2><p>${escaped(tellShop(size, shop))}</p>${chart(shop.attacked)}${table(shop.attacked)}`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Edgecart: privacy audit</title><style>${style}</style>
<h1>What left the browser, attacked</h1>
<p>The attacker is the operator: he holds the order table, the collector's disk and Kafka, and knows the scheme. Advantage is
2 × accuracy − 1: 0 is guessing, 1 is knowing. Bars are point estimates, whiskers 95 % intervals (whole days resampled); the
dashed line is the ${promised.secret} that is promised of <b>anonymous</b>.</p>
${verdict}${shops.join('')}</html>
`;
}

function table(attacked: readonly Attacked[]): string {
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const rows = tableRows.of(attacked).map((cells) => row(cells, 'td'));
  return `<table><thead>${row(['stream', ...tableRows.headings], 'th')}</thead><tbody>${rows.join('')}</tbody></table>`;
}

const width = 860;
const left = 380;
const rowHeight = 44;
const across = (advantage: number): number => left + Math.max(0, Math.min(1, advantage)) * (width - left - 60);

function chart(attacked: readonly Attacked[]): string {
  const height = attacked.length * rowHeight + 46;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (at) =>
      `<line x1="${across(at)}" x2="${across(at)}" y1="24" y2="${height - 22}" stroke="var(--faint)"/><text x="${across(at)}" y="${height - 6}" text-anchor="middle">${at}</text>`,
  );
  const rows = attacked.map((found, at) => {
    const top = 28 + at * rowHeight;
    const weight = streamNames.has(found.stream) ? ' font-weight="600"' : '';
    return `<text x="${left - 10}" y="${top + 20}" text-anchor="end"${weight}>${escaped(found.stream)}</text>
${bar(top + 2, found.secret_advantage, found.secret_95, 'secret')}${bar(top + 18, found.link_advantage, found.link_95, 'link')}`;
  });
  const limit = across(promised.secret);
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Advantage of the attacks by stream; the table below has the figures">
<text x="${left}" y="14" fill="currentColor"><tspan style="fill:var(--secret)">■ secret</tspan> <tspan dx="12" style="fill:var(--link)">■ link</tspan></text>
${ticks.join('')}${rows.join('')}<line x1="${limit}" x2="${limit}" y1="24" y2="${height - 22}" stroke="var(--ink)" stroke-dasharray="4 4"/></svg>`;
}

function bar(top: number, advantage: number, [low, high]: readonly [number, number], name: 'secret' | 'link'): string {
  const end = across(advantage);
  return `<rect x="${left}" y="${top}" width="${Math.max(1, end - left)}" height="12" fill="var(--${name})"/><line x1="${across(low)}" x2="${across(high)}" y1="${top + 6}" y2="${top + 6}" stroke="var(--ink)"/><text x="${Math.max(end, across(high)) + 6}" y="${top + 11}">${advantage.toFixed(2)}</text>`;
}

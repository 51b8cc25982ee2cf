import type { Diagnostic, Insights, LedgerEntry, Recommendations } from '@edgecart/sdk';
import { ledgerEntry } from '../consent/ledger-entry.ts';
import { type Html, html } from '../html.ts';
import { formatMoney } from '../money.ts';

/** All that the panel shows at one moment. */
export interface Sight {
  insights: Insights;
  ledger: readonly LedgerEntry[];
  diagnostics: readonly Diagnostic[];
  /** The newest answer that a slot of this page has shown. */
  answer: Recommendations | undefined;
  nameOf(id: string): string;
}

const clock = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium' });
const percent = (share: number) => `${Math.round(share * 100)} %`;
const facts = (rows: readonly (readonly [string, string | number | Html])[]): Html =>
  html`<dl class="facts-list">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
const bar = (name: string, share: number, label: string): Html =>
  html`<li><span>${name}</span><span class="bar"><span style="inline-size: ${Math.round(share * 100)}%"></span></span><span>${label}</span></li>`;
const onOff = (on: boolean) => (on ? 'on' : 'off');

function runtime({ insights: { runtime: place, model, consent }, answer }: Sight): Html {
  const sources = [...new Set(answer?.items.map(({ source }) => source))].join(', ');
  return facts([
    ['Runs in', place.place === 'worker' ? 'a Web Worker' : 'the page’s own thread'],
    ['Keeps its state in', place.store === 'indexeddb' ? 'IndexedDB' : 'memory only'],
    ['Model', model ? html`<code>${model.version.slice(0, 12)}</code> · ${model.items} products` : 'none'],
    ['Session encoder', model?.encoder ? 'loaded' : 'not loaded: the item graph answers'],
    ['Newest answer from', sources || 'nothing asked yet'],
    ['Consent', `store ${onOff(consent.store)}, remember ${onOff(consent.remember)}, send ${onOff(consent.send)}`],
    ['Records that wait', `${place.unsent} to be sent, ${place.waitingPaths} paths held back`],
  ]);
}

const cart = ({ insights: { cart: now } }: Sight): Html =>
  now.lines.length === 0
    ? html`<p class="nothing">Empty.</p>`
    : html`<ul class="plain">${now.lines.map((line) => html`<li><span>${line.quantity} × ${line.item_name ?? line.item_id}</span><span>${line.price === undefined ? '' : formatMoney(line.price * line.quantity)}</span></li>`)}</ul>
      <p class="sum">${now.quantity} items, ${formatMoney(now.value)}</p>`;

function session({ insights }: Sight): Html {
  const { session: visit, intent, hesitation, persona, affinity } = insights;
  return html`${facts([
    ['Visit since', clock.format(visit.startedMs)],
    ['Events', `${visit.events}: ${visit.views} views, ${visit.adds} adds, ${visit.removes} removes`],
    ['Hand or machine', visit.machineLike ? 'looks like a machine: kept out of learning' : 'looks like a person'],
    [
      'Persona',
      persona ? html`${persona.name} <span class="soft">(${persona.categories.join(', ')})</span>` : 'not clear yet',
    ],
  ])}
  <ul class="bars">${bar('Will buy', intent, percent(intent))}${bar('Takes back', hesitation, percent(hesitation))}</ul>
  ${affinity.length > 0 && html`<h3>Attention by aisle</h3><ul class="bars">${affinity.slice(0, 6).map(({ category, share }) => bar(category, share, percent(share)))}</ul>`}`;
}

const events = ({ insights: { cleaning } }: Sight): Html =>
  cleaning.length === 0
    ? html`<p class="nothing">None yet.</p>`
    : html`<ol class="events">${cleaning
        .slice(0, 40)
        .map(
          ({ timeMs, event, outcome, reasons }) =>
            html`<li data-outcome="${outcome}"><time>${clock.format(timeMs)}</time> <code>${event}</code> <span class="outcome">${outcome}</span>${reasons.length > 0 && html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}</li>`,
        )}</ol>`;

function timings({ insights: { timings: took }, answer }: Sight): Html {
  const steps = Object.entries(took).filter((step): step is [string, number] => step[1] !== undefined);
  const slowest = Math.max(0.1, ...steps.map(([, ms]) => ms));
  return html`<ul class="bars">${steps.map(([name, ms]) => bar(name, ms / slowest, `${ms.toFixed(1)} ms`))}</ul>
    ${answer && html`<p class="sum">The newest answer took ${answer.tookMs.toFixed(1)} ms in all.</p>`}`;
}

const told = ({ diagnostics }: Sight): Html =>
  diagnostics.length === 0
    ? html`<p class="nothing">Nothing to report on this page.</p>`
    : html`<ol class="events">${diagnostics.map(({ timeMs, code, message }) => html`<li><time>${clock.format(timeMs)}</time> <code>${code}</code><p>${message}</p></li>`)}</ol>`;

const shownRecords = 40;

function left({ ledger, nameOf }: Sight): Html {
  if (ledger.length === 0) return html`<p class="nothing">Nothing.</p>`;
  const newest = [...ledger].sort((a, b) => b.sentMs - a.sentMs);
  return html`<p class="sum">${ledger.length} records${newest.length > shownRecords && `, the newest ${shownRecords} here`}.</p><ol class="ledger">${newest.slice(0, shownRecords).map((entry) => ledgerEntry(entry, nameOf))}</ol>`;
}

export const parts: readonly { id: string; title: string; open: boolean; show(sight: Sight): Html }[] = [
  { id: 'runtime', title: 'Where it runs', open: true, show: runtime },
  { id: 'cart', title: 'Cart', open: true, show: cart },
  { id: 'session', title: 'Visit', open: true, show: session },
  { id: 'events', title: 'Events on this page, and what cleaning did', open: true, show: events },
  { id: 'timings', title: 'Timings', open: true, show: timings },
  { id: 'diagnostics', title: 'Diagnostics', open: true, show: told },
  { id: 'ledger', title: 'What left this device', open: true, show: left },
];

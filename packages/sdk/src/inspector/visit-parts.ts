import { element } from '../dom-element.ts';
import { bars, type Content, clock, code, facts, list, note, percent } from './rows.ts';
import type { Sight } from './sight.ts';

const onOff = (on: boolean) => (on ? 'on' : 'off');

export function whereItRuns({ insights: { runtime, model, consent } }: Sight): Content[] {
  return [
    facts([
      ['Runs in', runtime.place === 'worker' ? 'a Web Worker' : 'the page’s own thread'],
      ['Keeps its state in', runtime.store === 'indexeddb' ? 'IndexedDB' : 'memory only'],
      ['Model', model ? element('span', {}, code(model.version.slice(0, 12)), ` · ${model.items} products`) : 'none'],
      ['Session encoder', model?.encoder ? 'loaded' : 'not loaded: the item graph answers'],
      ['Consent', `store ${onOff(consent.store)}, remember ${onOff(consent.remember)}, send ${onOff(consent.send)}`],
      ['Records that wait', `${runtime.unsent} to be sent, ${runtime.waitingPaths} paths held back`],
    ]),
  ];
}

export function cart({ insights: { cart: now } }: Sight): Content[] {
  if (now.lines.length === 0) return [note('Empty.')];
  const price = (value: number) => value.toFixed(2);
  return [
    facts(
      now.lines.map(({ item_id, item_name, price: each, quantity }) => [
        `${quantity} × ${item_name ?? item_id}`,
        each === undefined ? '' : price(each * quantity),
      ]),
    ),
    note(`${now.quantity} items, ${price(now.value)}`),
  ];
}

export function features({ insights }: Sight): Content[] {
  const { session: visit, intent, hesitation, persona, affinity } = insights;
  return [
    facts([
      ['Visit since', clock(visit.startedMs)],
      ['Events', `${visit.events}: ${visit.views} views, ${visit.adds} adds, ${visit.removes} removes`],
      ['Hand or machine', visit.machineLike ? 'looks like a machine: kept out of learning' : 'looks like a person'],
      ['Persona', persona ? `${persona.name} (${persona.categories.join(', ')})` : 'not clear yet'],
    ]),
    bars([
      ['Will buy', intent, percent(intent)],
      ['Takes back', hesitation, percent(hesitation)],
      ...affinity.slice(0, 6).map(({ category, share }) => [category, share, percent(share)] as const),
    ]),
  ];
}

const eventsShown = 40;

export function events({ insights: { cleaning } }: Sight): Content[] {
  if (cleaning.length === 0) return [note('None yet on this page.')];
  return [
    list(
      cleaning
        .slice(0, eventsShown)
        .map(({ timeMs, event, outcome, reasons }) => [
          clock(timeMs),
          code(event),
          element('span', { class: `outcome ${outcome}` }, outcome),
          ...reasons.map((reason) => element('p', {}, reason)),
        ]),
    ),
  ];
}

export function timings({ insights, answer }: Sight): Content[] {
  const steps = [
    ['Take events', insights.timings.take],
    ['Recommend', answer.tookMs],
  ] as const;
  const known = steps.flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms] as const]));
  const slowest = Math.max(0.1, ...known.map(([, ms]) => ms));
  return [bars(known.map(([name, ms]) => [name, ms / slowest, `${ms.toFixed(1)} ms`]))];
}

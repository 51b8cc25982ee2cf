import type { Recommendation } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { pictureOf } from '../picture/picture.ts';
import { splitName } from '../shelf/product-name.ts';
import type { Range } from '../shop/catalogue.ts';
import { sourceWords } from '../suggestions/source-words.ts';
import type { ReplayState } from './player.ts';
import { addUp, formatRate, tally } from './score.ts';

const mark = (hit: boolean, words: string) =>
  html`<span class="mark ${hit ? 'hit' : 'miss'}">${hit ? '✓' : '✗'} <span>${words}</span></span>`;

function product(range: Range, id: string) {
  const item = range.byId.get(id);
  return item && html`${pictureOf(item)}<span class="mini-name">${splitName(item.item_name).title}</span>`;
}

/** The basket: what lies in the cart, what comes next, and how each product was guessed. */
export function basketView(state: ReplayState, range: Range): Html {
  const { basket, inCart, steps } = state;
  const revealed = steps.at(-1);
  return html`${basket.items.map((id, place) => {
    const step = steps.find((candidate) => candidate.place === place);
    const isIn = place < inCart || step !== undefined;
    const isNext = place === inCart && step === undefined && state.mode === 'guessing';
    if (!isIn)
      return html`<li class="mini${isNext ? ' next' : ''} hidden-product"><span class="tile question">?</span><span class="mini-name">${isNext ? 'What comes next?' : ''}</span></li>`;
    return html`<li class="mini${step !== undefined && step === revealed && ' just-in'}">${product(range, id)}${step && mark(step.hit, step.hit ? 'guessed' : 'missed')}</li>`;
  })}`;
}

function suggestion(recommendation: Recommendation, state: ReplayState, range: Range): Html {
  const { item_id: id, source, reason } = recommendation;
  const step = state.mode === 'guessing' ? undefined : state.steps.at(-1);
  const isHit = step?.next === id;
  const later = step !== undefined && !isHit && state.basket.items.indexOf(id) > step.place;
  return html`<li class="mini${isHit && ' is-hit'}" data-item-id="${id}" data-source="${source}" title="${reason.text}">${product(range, id)}
    ${isHit ? mark(true, 'this one') : later ? html`<span class="mark later">comes later</span>` : html`<span class="mark source-mark">${sourceWords[source]}</span>`}</li>`;
}

export function suggestionsView(state: ReplayState, range: Range): Html {
  const { answer } = state;
  if (!answer) {
    return html`${Array.from({ length: 10 }, () => html`<li class="mini placeholder" aria-hidden="true"><span class="tile"></span><span class="mini-name"></span></li>`)}`;
  }
  return html`${answer.items.map((recommendation) => suggestion(recommendation, state, range))}`;
}

/** What is happening, in one sentence; read out by screen readers. */
export function statusOf({ mode, inCart, basket, steps, answer, many }: ReplayState, range: Range): string {
  const count = basket.items.length;
  const step = steps.at(-1);
  const name = splitName(range.byId.get(step?.next ?? '')?.item_name ?? '').title;
  if (mode === 'failed') return 'The replay stopped: Edgecart could not be started here.';
  if (mode === 'opening') return 'Starting a client of its own, with an empty memory …';
  if (many)
    return many.done < many.total ? `Basket ${many.done + 1} of ${many.total} …` : `${many.total} baskets played.`;
  if (mode === 'guessing') {
    return answer?.items.length
      ? `${inCart} of ${count} in the cart. Ten suggestions; what comes next?`
      : 'No suggestions: the model could not be loaded.';
  }
  const outcome = step?.hit ? `Next was ${name}: it was among the ten.` : `Next was ${name}: not among the ten.`;
  return mode === 'finished' ? `${outcome} That was the whole basket.` : outcome;
}

/** The rates so far, over all baskets played on this page and the one that is running. */
export function ratesView(state: ReplayState): Html {
  const running = state.mode === 'guessing' || state.mode === 'revealed' ? tally(state.steps) : undefined;
  const others = [...state.results].filter(([id]) => running === undefined || id !== state.basket.id);
  const { guesses, hits, popularHits } = addUp([...others.map(([, result]) => result), ...(running ? [running] : [])]);
  const bar = (share: number) =>
    html`<span class="bar" aria-hidden="true"><span style="inline-size: ${guesses === 0 ? 0 : Math.round((100 * share) / guesses)}%"></span></span>`;
  return html`<div class="rate ours"><p class="rate-name">Edgecart, on this device</p><p class="rate-figure" data-testid="replay-hit-rate">${formatRate(hits, guesses)}</p>${bar(hits)}<p class="small">${hits} of ${guesses} next products among its ten</p></div>
    <div class="rate"><p class="rate-name">The ten best sellers not in the cart</p><p class="rate-figure" data-testid="replay-popularity-hit-rate">${formatRate(popularHits, guesses)}</p>${bar(popularHits)}<p class="small">${popularHits} of ${guesses}</p></div>`;
}

export function resultsView(state: ReplayState, daysOf: ReadonlyMap<number, string>): Html {
  const rows = [...state.results].reverse();
  if (rows.length === 0) return html`<tr><td colspan="5" class="nothing">No basket is finished yet.</td></tr>`;
  return html`${rows.map(
    ([id, { guesses, hits, popularHits }]) =>
      html`<tr data-testid="replay-basket-row"><th scope="row">${id}</th><td>${daysOf.get(id) ?? ''}</td><td>${guesses}</td><td>${hits} <span class="soft">(${formatRate(hits, guesses)})</span></td><td>${popularHits} <span class="soft">(${formatRate(popularHits, guesses)})</span></td></tr>`,
  )}`;
}

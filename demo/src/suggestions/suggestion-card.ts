import type { Recommendation } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { cardBody } from '../shelf/product-card.ts';
import type { CartLine } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { sourceWords } from './source-words.ts';

export interface Suggestion {
  recommendation: Recommendation;
  /** Was not there in the answer before. */
  isNew: boolean;
}

function suggestionCard(
  { recommendation, isNew }: Suggestion,
  index: number,
  surface: string,
  range: Range,
  lines: readonly CartLine[],
): Html | null {
  const item = range.byId.get(recommendation.item_id) ?? recommendation.item;
  if (item === undefined) return null;
  const { source, reason } = recommendation;
  const note = html`<p class="reason" title="${reason.text}"><span class="source source-${source}">${sourceWords[source]}</span><span class="reason-text">${reason.text}</span></p>`;
  return html`<li class="card suggestion${isNew && ' is-new'}" data-testid="recommendation" data-item-id="${item.item_id}" data-source="${source}">
    ${cardBody(item, lines, { list: `edgecart:${surface}`, index }, note)}
  </li>`;
}

export function suggestionCards(
  suggestions: readonly Suggestion[],
  surface: string,
  range: Range,
  lines: readonly CartLine[],
): Html {
  return html`${suggestions.map((suggestion, index) => suggestionCard(suggestion, index, surface, range, lines))}`;
}

/** Empty cards of the same build hold the place until the first answer, so that nothing jumps when it comes. */
export function placeholderCards(count: number): Html {
  return html`${Array.from({ length: count }, () => html`<li class="card suggestion placeholder" aria-hidden="true"><span class="tile"></span><span class="card-words"></span><p class="reason"></p><div class="card-foot"></div></li>`)}`;
}

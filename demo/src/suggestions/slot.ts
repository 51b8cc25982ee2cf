import type { Recommendations } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { cartLines } from '../shop/cart.ts';
import type { Range } from '../shop/catalogue.ts';
import { edgecart, scriptFailed, scriptFailedEvent } from '../shop/edgecart.ts';
import { placeholderCards, type Suggestion, suggestionCards } from './suggestion-card.ts';

export interface Slot {
  surface: string;
  limit: number;
  title: string;
  /** Shown instead of `title` while the answer is about no one in particular. */
  coldTitle?: string;
}

/** No answer after so long: the shop goes on without. */
const patienceMs = 6_000;

/** The place for suggestions, holding the room they will need; none is held when it is known that none will come. */
export function slotSection(slot: Slot): Html {
  return html`<section class="suggestions" data-testid="recommendations" data-surface="${slot.surface}" data-state="${scriptFailed() ? 'absent' : 'pending'}" aria-labelledby="suggestions-${slot.surface}">
    <div class="section-head">
      <h2 id="suggestions-${slot.surface}" tabindex="-1">${slot.title}</h2>
      <p class="made-here"></p>
    </div>
    <ul class="row">${placeholderCards(slot.limit)}</ul>
  </section>`;
}

const isCold = (answer: Recommendations) =>
  answer.items.every(({ source, reason }) => source !== 'model' || reason.because === undefined) &&
  answer.items.every(({ source }) => source !== 'item-graph' && source !== 'same-category');

function show(section: HTMLElement, slot: Slot, range: Range, answer: Recommendations): void {
  const list = section.querySelector('ul');
  const heading = section.querySelector('h2');
  const note = section.querySelector('.made-here');
  if (!list || !heading || !note) return;
  const before = new Set([...list.children].map((card) => (card as HTMLElement).dataset.itemId));
  const focusedPlace = [...list.children].findIndex((card) => card.contains(document.activeElement));
  const suggestions = answer.items.map(
    (recommendation): Suggestion => ({ recommendation, isNew: !before.has(recommendation.item_id) }),
  );
  list.innerHTML = suggestionCards(suggestions, slot.surface, range, cartLines()).markup;
  heading.textContent = isCold(answer) ? (slot.coldTitle ?? slot.title) : slot.title;
  note.textContent = `Worked out in your browser in ${Math.max(1, Math.round(answer.tookMs))} ms`;
  section.dataset.state = 'shown';
  // A suggestion that was put into the cart leaves the row: the one that takes its place takes the focus too.
  if (focusedPlace >= 0) {
    const successor = list.children[Math.min(focusedPlace, list.children.length - 1)];
    (successor?.querySelector<HTMLElement>('[data-focus-next]') ?? heading).focus({ preventScroll: true });
  }
}

/** Nothing to suggest: the room is given back where that moves nothing the shopper can see, and left empty elsewhere. */
function giveUp(section: HTMLElement): void {
  if (section.dataset.state !== 'pending') return;
  const belowTheFold = section.getBoundingClientRect().top > innerHeight;
  section.dataset.state = belowTheFold ? 'absent' : 'blank';
}

export function startSlot(slot: Slot, range: Range): void {
  const section = document.querySelector<HTMLElement>(
    `[data-testid="recommendations"][data-surface="${slot.surface}"]`,
  );
  if (section === null) return;
  const answered = (answer: Recommendations) => {
    if (answer.items.length > 0) show(section, slot, range, answer);
    else giveUp(section);
  };
  edgecart('onRecommendations', { surface: slot.surface, limit: slot.limit }, answered);
  addEventListener(scriptFailedEvent, () => giveUp(section));
  setTimeout(() => giveUp(section), patienceMs);
}

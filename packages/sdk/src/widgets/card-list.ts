import { element } from '../dom-element.ts';
import type { SurfaceItem } from '../surfaces/index.ts';
import { type CardContent, card } from './card.ts';
import { cardFromTemplate } from './card-template.ts';
import { type RenderCard, skeletonCard } from './element-settings.ts';

interface Place {
  entry: HTMLLIElement;
  /** What decides whether the card is still right. */
  print: string;
  /** The shop's own card, which stands in the page. */
  own: HTMLElement | undefined;
}

/** The list of cards within a widget; it always has as many places as were asked for, so that it never changes its size. */
export function createCardList(host: HTMLElement, list: HTMLUListElement, places: number, renderCard?: RenderCard) {
  let shown = new Map<string, Place>();
  let made = 0;
  list.style.setProperty('--places', String(places));
  list.replaceChildren(...Array.from({ length: places }, skeletonCard));

  const ownCard = (content: CardContent): HTMLElement | undefined => {
    const template = host.querySelector<HTMLTemplateElement>(':scope > template');
    if (renderCard === undefined && template === null) return undefined;
    const body = renderCard ? renderCard(content) : template && cardFromTemplate(template, content);
    return body === null ? undefined : element('div', {}, body);
  };

  function place(content: CardContent, print: string): Place {
    const name = `edgecart-${++made}`;
    const own = ownCard(content);
    const body = own ? element('slot', { name }) : card(content, name);
    own?.setAttribute('slot', name);
    if (own) own.dataset.itemId = content.item.item_id;
    const arriving = shown.size > 0 ? 'new' : undefined;
    const entry = element('li', { class: arriving, 'data-item-id': content.item.item_id }, body);
    return { entry, print, own };
  }

  /** Which place has the keyboard's focus, whether within the widget or in a card of the shop's own. */
  function focusedPlace(): number {
    const root = list.getRootNode();
    const inside = root instanceof ShadowRoot ? root.activeElement : null;
    return [...shown.values()].findIndex(
      ({ entry, own }) => entry.contains(inside) || own?.contains(document.activeElement) === true,
    );
  }

  return {
    /** Shows these cards; those that stay the same are kept as they are. Answers with the entries of the list. */
    show(contents: readonly CardContent[]): HTMLLIElement[] {
      const focused = focusedPlace();
      const next = new Map<string, Place>();
      for (const content of contents.slice(0, places)) {
        const { item_id } = content.item;
        const print = JSON.stringify([content.name, content.price, content.reason, content.href, content.image]);
        const before = shown.get(item_id);
        next.set(item_id, before?.print === print ? before : place(content, print));
      }
      const entries = [...next.values()].map(({ entry }) => entry);
      const had = [...shown.values()].filter(({ entry }) => !entries.includes(entry));
      for (const { own } of had) own?.remove();
      for (const { own } of next.values()) if (own && own.parentElement !== host) host.append(own);
      const fillers = Array.from({ length: places - entries.length }, () => {
        const filler = skeletonCard();
        filler.className = 'filler';
        filler.ariaHidden = 'true';
        return filler;
      });
      // Moving an element that has the focus would lose it: only what is not at its place yet is moved.
      [...entries, ...fillers].forEach((entry, at) => {
        if (list.children[at] !== entry) list.insertBefore(entry, list.children[at] ?? null);
      });
      while (list.children.length > places) list.lastElementChild?.remove();
      shown = next;
      if (focused >= 0 && focusedPlace() < 0) {
        const successor = [...next.values()][Math.min(focused, next.size - 1)];
        (successor?.own ?? successor?.entry)
          ?.querySelector<HTMLElement>('[data-edgecart-act]')
          ?.focus({ preventScroll: true });
      }
      return entries;
    },
    clear(): void {
      for (const { own } of shown.values()) own?.remove();
      shown = new Map();
    },
  };
}

export type CardList = ReturnType<typeof createCardList>;

/** The item of a card's entry, by its id. */
export const itemOf = (
  entry: Element | undefined,
  items: readonly SurfaceItem[],
): [SurfaceItem, number] | undefined => {
  const id = entry instanceof HTMLElement ? entry.dataset.itemId : undefined;
  const index = items.findIndex(({ item_id }) => item_id === id);
  const item = items[index];
  return item && [item, index];
};

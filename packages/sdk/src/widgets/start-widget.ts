import type { CatalogueItem, Edgecart } from '../api.ts';
import type { SurfaceAnswer, SurfaceItem, Surfaces, SurfacesOptions } from '../surfaces/index.ts';
import { type CardList, createCardList, itemOf } from './card-list.ts';
import { type RenderCard, readSettings } from './element-settings.ts';
import { frame } from './frame.ts';
import { type ContentOptions, itemContent, listedItem } from './item-content.ts';
import { whenBelowTheFold } from './out-of-sight.ts';
import type { Texts } from './texts.ts';
import { watchSeen } from './watch-seen.ts';

export interface WidgetOptions extends SurfacesOptions, ContentOptions {
  /** Languages of the shop's own, or in place of ours. */
  texts?: Readonly<Record<string, Texts>>;
  /** Makes the cards in place of ours. A `<template>` within an element does the same without a script. */
  renderCard?: RenderCard;
}

/** What `edgecart-select` and `edgecart-add` tell. */
export interface ChosenItem {
  item_id: string;
  item: CatalogueItem | undefined;
  surface: string;
  /** 0 is the first. */
  index: number;
}

/** No answer after so long: the page goes on without. */
const patienceMs = 6_000;

export type Ready = Promise<{ edgecart: Edgecart; surfaces: Surfaces }>;

/** Brings an element to life; answers with what ends it. */
export function startWidget(host: HTMLElement, ready: Ready, options: WidgetOptions): () => void {
  const settings = readSettings(host, options.texts);
  const { section, list } = frame(host, settings, options.renderCard !== undefined);
  const cards: CardList = createCardList(host, list, settings.limit, options.renderCard);
  const listening = new AbortController();
  let edgecart: Edgecart | undefined;
  let items: readonly SurfaceItem[] = [];
  let callOff = () => {};
  let stopWatching = () => {};

  const setState = (state: 'pending' | 'shown' | 'blank' | 'absent') => {
    section.dataset.state = state;
    host.dataset.state = state;
    section.toggleAttribute('inert', state !== 'shown');
  };
  const giveUp = () => {
    if (section.dataset.state === 'absent') return;
    setState('blank');
    callOff();
    callOff = whenBelowTheFold(host, () => setState('absent'));
  };
  const listed = watchSeen((entries) => {
    const seen = entries.flatMap((entry) => {
      const [item, index] = itemOf(entry, items) ?? [];
      return item === undefined || index === undefined ? [] : [listedItem(item, settings.surface, index)];
    });
    if (seen.length > 0) edgecart?.track({ name: 'view_item_list', items: seen });
  });
  const show = (answer: SurfaceAnswer) => {
    const contents = answer.items.flatMap((item) => itemContent(item, settings, options, document.baseURI) ?? []);
    if (contents.length === 0) return giveUp();
    callOff();
    const fill = () => {
      items = contents.map(({ item }) => item);
      listed(cards.show(contents));
      setState('shown');
      host.dispatchEvent(
        new CustomEvent('edgecart-shown', { bubbles: true, composed: true, detail: { ...answer, items } }),
      );
    };
    // Where the room was given back, it is taken again only where that moves nothing.
    if (section.dataset.state === 'absent') callOff = whenBelowTheFold(host, fill);
    else fill();
  };

  const act = (event: MouseEvent) => {
    const path = event.composedPath().filter((target): target is HTMLElement => target instanceof HTMLElement);
    const what = path.find(({ dataset }) => dataset.edgecartAct)?.dataset.edgecartAct;
    const [item, index] =
      itemOf(
        path.find(({ dataset }) => dataset.itemId),
        items,
      ) ?? [];
    // The right button opens a menu and chooses nothing.
    if (what === undefined || item === undefined || index === undefined || event.button === 2) return;
    if (what === 'select') edgecart?.track({ name: 'select_item', items: [listedItem(item, settings.surface, index)] });
    const detail: ChosenItem = { item_id: item.item_id, item: item.item, surface: settings.surface, index };
    const told = new CustomEvent(`edgecart-${what}`, { bubbles: true, composed: true, cancelable: true, detail });
    if (!host.dispatchEvent(told)) event.preventDefault();
  };
  host.addEventListener('click', act, { signal: listening.signal });
  host.addEventListener('auxclick', act, { signal: listening.signal });

  setState('pending');
  const patience = setTimeout(() => section.dataset.state === 'pending' && giveUp(), patienceMs);
  void ready.then(({ edgecart: client, surfaces }) => {
    if (listening.signal.aborted) return;
    edgecart = client;
    stopWatching = surfaces.watch(settings, show);
  }, giveUp);

  return () => {
    listening.abort();
    clearTimeout(patience);
    callOff();
    stopWatching();
    listed([]);
    cards.clear();
  };
}

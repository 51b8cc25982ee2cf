import { element } from '../dom-element.ts';
import type { CardContent } from './card.ts';
import { chooseLanguage, type Language, type Texts } from './texts.ts';

/** What the attributes of an `<edgecart-recommendations>` say. */
export interface ElementSettings {
  surface: string;
  limit: number;
  exclude: string[];
  /** Empty for none. */
  heading: string;
  headingLevel: 1 | 2 | 3 | 4 | 5 | 6;
  layout: 'row' | 'grid';
  language: Language;
  currency: string | undefined;
  /** With `{item_id}`. */
  productUrl: string | undefined;
  addButton: boolean;
}

export const observedAttributes = [
  'surface',
  'limit',
  'exclude',
  'heading',
  'heading-level',
  'layout',
  'lang',
  'currency',
  'product-url',
  'add-button',
] as const;

const limitMost = 50;

/** Reads the attributes; what is missing or makes no sense is as usual. */
export function readSettings(host: HTMLElement, own: Readonly<Record<string, Texts>> | undefined): ElementSettings {
  const attribute = (name: (typeof observedAttributes)[number]) => host.getAttribute(name) ?? undefined;
  const surface = attribute('surface') ?? 'home';
  const lang = host.closest<HTMLElement>('[lang]')?.lang || navigator.language;
  const language = chooseLanguage(lang, own);
  const { headings } = language.texts;
  const level = Math.trunc(Number(attribute('heading-level') ?? 2));
  return {
    surface,
    limit: Math.min(limitMost, Math.max(1, Math.trunc(Number(attribute('limit') ?? 6)) || 6)),
    exclude: (attribute('exclude') ?? '').split(/[\s,]+/).filter((id) => id !== ''),
    heading: attribute('heading') ?? (Object.hasOwn(headings, surface) ? headings[surface] : headings.home) ?? '',
    headingLevel: isLevel(level) ? level : 2,
    layout: attribute('layout') === 'grid' ? 'grid' : 'row',
    language,
    currency: attribute('currency'),
    productUrl: attribute('product-url'),
    addButton: host.hasAttribute('add-button'),
  };
}

const isLevel = (level: number): level is ElementSettings['headingLevel'] => level >= 1 && level <= 6;

/** Empty cards of the same build hold the room until there is an answer. */
export function skeletonCard(): HTMLElement {
  const parts = ['tile', 'name', 'reason', 'foot'].map((part) => element('div', { part }));
  return element('li', { class: 'skeleton' }, element('div', { class: 'blank' }, ...parts));
}

/** A shop's own way to make a card; what it answers stands in the page, where the shop's styles reach it. */
export type RenderCard = (content: CardContent) => HTMLElement | DocumentFragment;

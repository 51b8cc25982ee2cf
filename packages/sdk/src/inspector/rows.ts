import { element } from '../dom-element.ts';

export type Content = Node | string;

const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });

export const clock = (timeMs: number): HTMLElement => element('time', {}, time.format(timeMs));
export const code = (text: string): HTMLElement => element('code', {}, text);
export const note = (text: string): HTMLElement => element('p', { class: 'note' }, text);
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Names and what they are. */
export const facts = (rows: readonly (readonly [string, Content])[]): HTMLElement =>
  element(
    'dl',
    {},
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );

/** Shares of 1, as bars. */
export const bars = (rows: readonly (readonly [name: string, share: number, label: string])[]): HTMLElement =>
  element(
    'ul',
    { class: 'bars' },
    ...rows.map(([name, share, label]) => {
      const fill = element('i');
      fill.style.inlineSize = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
      return element(
        'li',
        {},
        element('span', {}, name),
        element('b', { 'aria-hidden': 'true' }, fill),
        element('span', {}, label),
      );
    }),
  );

export const list = (entries: readonly (readonly Content[])[], attributes: Record<string, string> = {}): HTMLElement =>
  element('ol', attributes, ...entries.map((entry) => element('li', {}, ...entry)));

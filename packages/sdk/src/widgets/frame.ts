import { element } from '../dom-element.ts';
import { applyStyle } from '../shadow-style.ts';
import type { ElementSettings } from './element-settings.ts';
import { style } from './style.ts';
import { isRightToLeft } from './texts.ts';

/** The element's inside: a heading and an empty list. */
export function frame(host: HTMLElement, settings: ElementSettings, ownCards: boolean) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const list = element('ul', { part: 'list', role: 'list' });
  const { heading, headingLevel, language, layout } = settings;
  const own = ownCards || host.querySelector(':scope > template') !== null;
  const section = element('section', {
    part: 'section',
    'data-layout': layout,
    'data-own': String(own),
    lang: language.tag,
    dir: isRightToLeft(language.tag) ? 'rtl' : 'ltr',
    ...(heading === ''
      ? { 'aria-label': language.texts.headings[settings.surface] }
      : { 'aria-labelledby': 'heading' }),
  });
  if (heading !== '') section.append(element(`h${headingLevel}`, { part: 'heading', id: 'heading' }, heading));
  section.append(list);
  root.replaceChildren(section);
  applyStyle(root, style);
  return { section, list };
}

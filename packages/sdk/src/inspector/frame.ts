import { element } from '../dom-element.ts';
import { applyStyle } from '../shadow-style.ts';
import { parts } from './parts.ts';
import { style } from './style.ts';

/** What the inspector stands in: a button that opens it, and a panel with a place for each part. */
export function insertFrame(surfaces: readonly string[]) {
  const host = element('div', { 'data-edgecart-overlay': '' });
  const root = host.attachShadow({ mode: 'open' });
  const title = element('h2', { id: 'title', tabindex: '-1' }, 'What the SDK sees');
  const closer = element('button', { type: 'button', 'aria-label': 'Close' }, '✕');
  const opener = element(
    'button',
    { type: 'button', class: 'open', 'data-testid': 'inspector-toggle' },
    'What the SDK sees',
  );
  const waiting = element('p', { class: 'note' }, 'Waiting for the SDK …');
  const surface = element(
    'select',
    { 'aria-label': 'Suggestions for' },
    ...surfaces.map((name) => element('option', {}, name)),
  );
  const breaker = element('button', { type: 'button', 'data-testid': 'send-broken-event' }, 'Send a broken event');
  const places = new Map(
    parts.map(({ id }) => [id, element('div', { 'data-part': id, 'data-testid': `inspector-${id}` })]),
  );
  const folded = parts.map(({ id, title: name }) =>
    element(
      'details',
      { open: '' },
      element('summary', {}, name),
      ...(id === 'suggestions' ? [surface] : []),
      places.get(id) ?? '',
    ),
  );
  for (const each of folded) each.hidden = true;
  const panel = element(
    'aside',
    { 'aria-labelledby': 'title', 'data-testid': 'inspector', lang: 'en', dir: 'ltr' },
    element('header', {}, title, closer),
    waiting,
    ...folded,
    element('footer', {}, breaker),
  );
  root.append(opener, panel);
  applyStyle(root, style);
  document.body.append(host);
  return { host, opener, panel, title, closer, waiting, surface, folded, places, breaker };
}

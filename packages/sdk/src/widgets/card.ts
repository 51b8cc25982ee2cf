import { element } from '../dom-element.ts';
import type { SurfaceItem } from '../surfaces/index.ts';

/** All that a card shows; texts are in the shopper's language. */
export interface CardContent {
  item: SurfaceItem;
  name: string;
  brand: string | undefined;
  category: string | undefined;
  price: string | undefined;
  reason: string;
  href: string | undefined;
  image: string | undefined;
  /** What a screen reader says of the button; without it there is none. */
  add: string | undefined;
  /** Before the price, for those who hear the page. */
  priceLabel: string;
}

/** A picture that does not come leaves the same tile as none. */
function picture({ image, name }: CardContent): HTMLElement {
  const tile = element('span', { part: 'tile', 'aria-hidden': 'true' });
  const letter = () => tile.replaceChildren(element('span', { part: 'letter' }, [...name][0]?.toUpperCase() ?? ''));
  if (image === undefined) letter();
  else {
    const made = element('img', { part: 'image', alt: '', loading: 'lazy', decoding: 'async' });
    made.addEventListener('error', letter);
    made.src = image;
    tile.append(made);
  }
  return tile;
}

/** The widget's own card. */
export function card(content: CardContent, reasonId: string): HTMLElement {
  const { name, price, priceLabel, reason, href, add } = content;
  const link = element(href === undefined ? 'button' : 'a', {
    part: 'link',
    'data-edgecart-act': 'select',
    'aria-describedby': reasonId,
    ...(href === undefined ? { type: 'button' } : { href }),
  });
  link.append(picture(content), element('span', { part: 'name' }, name));
  const foot = element('div', { part: 'foot' });
  if (price !== undefined)
    foot.append(element('p', { part: 'price' }, element('span', { class: 'heard' }, `${priceLabel} `), price));
  if (add !== undefined)
    foot.append(element('button', { part: 'add', type: 'button', 'data-edgecart-act': 'add', 'aria-label': add }, '+'));
  return element(
    'div',
    { part: 'card' },
    link,
    element('p', { part: 'reason', id: reasonId, title: reason }, reason),
    foot,
  );
}

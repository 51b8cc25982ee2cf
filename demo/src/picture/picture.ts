import type { CatalogueItem } from '@edgecart/sdk';
import { hashText } from '../hash.ts';
import { type Html, html } from '../html.ts';
import { chooseDrawing, type DrawingName, drawings } from './choose.ts';
import { paintFor } from './colour.ts';
import type { Paint } from './paint.ts';

/** The hue of an aisle's tiles, so that a row of mixed products shows where each belongs. */
const aisleHues: Readonly<Record<string, number>> = {
  'Fruit & vegetables': 130,
  'Dairy & eggs': 235,
  'Bread & bakery': 75,
  Drinks: 205,
  'Deli & prepared': 50,
  'Meat & fish': 25,
  Frozen: 225,
  Breakfast: 85,
  Snacks: 60,
  'Candy & gum': 350,
  'Cleaning & laundry': 190,
  'Paper & wraps': 270,
};

export const hueOf = (aisle: string) => aisleHues[aisle] ?? hashText(aisle) % 360;

function drawing(name: DrawingName, paint: Paint): Html {
  return html`<svg viewBox="0 0 120 120" aria-hidden="true" focusable="false"><ellipse cx="60" cy="107" rx="42" ry="5" fill="#000" fill-opacity=".1"/>${drawings[name](paint)}</svg>`;
}

/** A product's picture. It says nothing that its name does not, so it is hidden from screen readers. */
export function pictureOf(item: CatalogueItem): Html {
  const name = chooseDrawing(item);
  return html`<span class="tile" style="--hue: ${hueOf(item.item_category)}">${drawing(name, paintFor(item, name))}</span>`;
}

import type { CatalogueItem } from '@edgecart/sdk';
import { hashText } from '../hash.ts';
import type { DrawingName } from './choose.ts';
import { labelPaints, type Paint } from './paint.ts';

const green = '#84b04c';
const deepGreen = '#4f8f45';
const red = '#cf4238';
const cream = '#fff6e0';

/** What grows or is baked has colours of its own: one of these, unless the product's name says which. */
const natural: Readonly<Partial<Record<DrawingName, readonly string[]>>> = {
  apple: [red, '#d95f43', '#c8503a'],
  pear: ['#b9c04a', '#c7b24a'],
  banana: ['#f2c53d'],
  citrus: ['#f08c2e', '#f3a033'],
  berries: ['#5a5aa6', '#6a4c93'],
  strawberry: ['#d63d42', '#dd4a45'],
  melon: ['#ee8a5a'],
  pineapple: ['#e3a336'],
  avocado: ['#3f6b3a'],
  lettuce: [green, '#93bb55', '#6fa347'],
  carrot: ['#ee8434'],
  potato: ['#c9995c', '#d3a868'],
  onion: ['#d9a25a', '#cf9550'],
  tomato: ['#dc4a3c', '#e2563f'],
  pepper: [deepGreen, '#d8453a', '#eda631'],
  broccoli: [deepGreen],
  mushroom: ['#c8a784', '#b08c69'],
  cucumber: ['#5d9a46'],
  corn: ['#f1c545'],
  herbs: ['#5fa04e', '#74ad58'],
  celery: ['#a5c96a'],
  loaf: ['#c98a4b', '#bb7a3f', '#d59a58'],
  bun: ['#d0924f', '#c78745'],
  ring: ['#e9a3ae', '#7d4f36', '#f2dfb4', '#d99a55'],
  cookie: ['#d6a160', '#c68b4e'],
  cheese: ['#f3bf49', '#f0a93f', '#f4d27a'],
  eggs: ['#f3e3cb', '#e6c29c', '#faf3e6'],
  steak: ['#c04a4a', '#b5443f'],
  drumstick: ['#cf8a4a', '#c67f42'],
  sausage: ['#b8573f', '#a84b3a', '#c76a48'],
  bacon: ['#c4514a', '#b9483f'],
  fish: ['#6d9fb5', '#ec8f6f', '#7fa8a1'],
  shrimp: ['#ef8f6b'],
  pie: ['#cf9350', '#c68543'],
  nuts: ['#d3a25d'],
  pizza: ['#f2c14e'],
  iceCream: ['#f3a7b7', '#8fbf9a', '#8a5a44'],
};

const accents: Readonly<Partial<Record<DrawingName, string>>> = {
  melon: deepGreen,
  cookie: '#5f3d2a',
  ring: '#fff3d0',
  eggs: '#8fa6a0',
  pizza: '#c7463a',
  iceCream: '#f6dfa8',
  pie: '#8a4f2b',
};

const lights: Readonly<Partial<Record<DrawingName, string>>> = {
  citrus: '#fdeccb',
  avocado: '#e3e59b',
  broccoli: '#bcd18a',
  mushroom: '#f6ecdf',
  cucumber: '#e4f0c4',
  loaf: '#f3dcb4',
  bun: '#f6e6c6',
  steak: '#f7dfd3',
  bacon: '#f6dccb',
  nuts: '#e3b878',
};

/** Colour words in names, for pictures of things that grow. */
const named: readonly (readonly [RegExp, string])[] = [
  [/white grapes/, '#b5c866'],
  [/watermelon/, '#e5544f'],
  [/honeydew/, '#b9d48a'],
  [/granny|green|lime|kiwi|cabbage/, green],
  [/golden|yellow|lemon|mango/, '#efc748'],
  [/grapefruit|peach|nectarine/, '#ef8a68'],
  [/red|cherr|raspberr|radish/, '#c93f45'],
  [/white|cauliflower|garlic/, '#f0e6cd'],
  [/black|plum/, '#574069'],
  [/sweet potato/, '#cf7440'],
];
const takesNamedColour: ReadonlySet<DrawingName> = new Set([
  'apple',
  'berries',
  'citrus',
  'melon',
  'onion',
  'pepper',
  'potato',
  'broccoli',
  'cucumber',
  'mushroom',
]);

/** What a pack's colour tells in any shop: ketchup is red, orange juice is orange. */
const toldByLabel: readonly (readonly [RegExp, Paint])[] = [
  [/chocolate|cocoa|brownie|coffee/, { main: '#7a5039', accent: '#efb27c', light: '#fbf2e9' }],
  [
    /white milk|organic milk|half and half|water|tuna|whipped/,
    { main: '#4a9bc9', accent: '#f6c445', light: '#eef8fd' },
  ],
  [/orange|citrus|carrot|peach|sweet potato/, { main: '#ea8a2e', accent: '#f7d774', light: '#fff4e2' }],
  [
    /tomato|ketchup|pasta sauce|pizza sauce|salsa|chili|sloppy|hot sauce/,
    { main: '#cf4536', accent: '#6a9a45', light: '#fff3df' },
  ],
  [
    /mustard|corn\b|pineapple|lemonade|macaroni|popcorn|honey|butter/,
    { main: '#e2ab2c', accent: '#c7463a', light: '#fff8e0' },
  ],
  [
    /green|peas|spinach|pickle|salad|coleslaw|olive|spring|vegetable/,
    { main: '#4f8f45', accent: '#f0b64c', light: '#f1f6e8' },
  ],
  [/grape|cranberr|punch|plum/, { main: '#7b4d8e', accent: '#f3a7b7', light: '#f8f0fa' }],
  [/mayonnaise|sour cream|cottage|sugar|flour|salt/, { main: '#4b7fae', accent: '#efc660', light: '#f4f8fb' }],
];

const pick = <T>(list: readonly T[], hash: number, otherwise: T): T => list[hash % list.length] ?? otherwise;

/** The colours of a product's picture: nature's, or those of its brand's labels for this sort of thing. */
export function paintFor(item: CatalogueItem, drawing: DrawingName): Paint {
  const own = hashText(item.item_id);
  const fallback: Paint = { main: deepGreen, accent: '#f0b64c', light: cream };
  const sort = item.item_name.replace(/,.*$/, '').replace(/ No\. \d+$/, '');
  const label = pick(labelPaints, hashText(`${item.item_brand ?? ''}|${sort}`), fallback);
  const colours = natural[drawing];
  const name = item.item_name.toLowerCase();
  if (colours === undefined) {
    const told = toldByLabel.find(([pattern]) => pattern.test(name))?.[1];
    return { ...(told ?? label), accent: pick(labelPaints, own, label).accent };
  }
  const word = takesNamedColour.has(drawing) ? named.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  return {
    main: word ?? pick(colours, own, deepGreen),
    accent: accents[drawing] ?? label.accent,
    light: lights[drawing] ?? cream,
  };
}

// @ts-check
import { lineChart } from './charts.js';
import { card, element, grid, table, tag, tiles } from './elements.js';
import { hourSeconds, number, share, tenth } from './formats.js';

/** @typedef {import('@edgecart/insights').PublishedInsights} PublishedInsights */

/** The half-life whose list is open; it outlives the list, which is made anew whenever figures change. */
let openHalfLife = 24;

const words = /** @type {const} */ ({ view_item: 'views', add_to_cart: 'added', purchase: 'bought' });

/**
 * @param {PublishedInsights} insights
 * @param {() => void} again
 */
export function overview({ totals, funnel, alerts, trending, names, k, health, madeMs }, again) {
  const { views, adds, purchases } = totals;
  const bought = views !== null && purchases !== null && views > 0 ? Math.min(1, purchases / views) : null;
  const seconds = funnel.hours.map(hourSeconds);
  const chart = lineChart(
    'funnel',
    `Views, additions and purchases by the hour, of the last ${seconds.length} hours`,
    seconds,
    [
      { name: 'Views', values: funnel.types.view_item, colour: 'accent' },
      { name: 'Added', values: funnel.types.add_to_cart, colour: 'second' },
      { name: 'Bought', values: funnel.types.purchase, colour: 'third' },
    ],
  );
  const { perMinute } = health;
  const now = Math.floor(madeMs / 60_000) * 60;
  const pace = card(
    'Now',
    'Records counted in each of the last 60 minutes, by the minute in which they were read.',
    lineChart(
      'pace',
      `Records by the minute; ${number(perMinute.at(-1))} in the running one`,
      perMinute.map((_, at) => now - (perMinute.length - 1 - at) * 60),
      [{ name: 'Records', values: perMinute, colour: 'accent' }],
    ),
  );
  const course = card('By the hour', 'Products viewed, added to a cart and bought, in the last 48 hours.', chart);

  const halfLives = trending.map(({ halfLifeHours }) => {
    const button = element(
      'button',
      { type: 'button', 'aria-pressed': String(halfLifeHours === openHalfLife) },
      hours(halfLifeHours),
    );
    button.addEventListener('click', () => {
      openHalfLife = halfLifeHours;
      again();
    });
    return button;
  });
  const list = trending.find(({ halfLifeHours }) => halfLifeHours === openHalfLife)?.items ?? [];
  const rising = card(
    'Trending',
    'Views, additions and purchases, weighted, where those of so long ago count half.',
    element('div', { class: 'choice', role: 'group', 'aria-label': 'Half-life' }, ...halfLives),
    table(
      'Trending products',
      [
        { name: 'Product', of: ({ item }) => names[item] ?? item },
        { name: 'Score', of: ({ score }) => tenth(score), isNumber: true },
      ],
      list,
      `No product has ${k} records yet.`,
    ),
  );
  const sudden = card(
    'Alerts',
    'Sudden rises and falls of the last complete hour, against the same hour of days before.',
    table(
      'Alerts',
      [
        {
          name: 'What',
          of: ({ item, type }) =>
            `${item === undefined ? 'All products' : (names[item] ?? item)}, ${words[/** @type {keyof typeof words} */ (type)] ?? type}`,
        },
        { name: '', of: ({ kind }) => tag(kind, kind === 'fall' ? 'bad' : 'good') },
        { name: 'Seen', of: ({ observed }) => (observed === null ? `under ${k}` : number(observed)), isNumber: true },
        { name: 'Expected', of: ({ expected }) => number(expected), isNumber: true },
      ],
      alerts,
      'Nothing unusual. Alerts need three days to compare with.',
    ),
  );
  return [
    tiles([
      ['Views, 24 h', number(views)],
      ['Added to a cart', number(adds)],
      ['Bought', number(purchases)],
      ['Bought per view', share(bought)],
    ]),
    grid(pace, course),
    grid(rising, sudden),
  ];
}

const hours = (/** @type {number} */ count) =>
  count % 24 === 0 && count > 24 ? `${count / 24} days` : `${count} hours`;

// @ts-check
import { bars, card, element, grid, pairs, table } from './elements.js';
import { number, share } from './formats.js';

/** @typedef {import('@edgecart/insights').PublishedInsights} PublishedInsights */

const steps = /** @type {const} */ ([
  ['view_item_list', 'Seen in a list'],
  ['select_item', 'Chosen from a list'],
  ['view_item', 'Viewed'],
  ['add_to_cart', 'Added to a cart'],
  ['begin_checkout', 'At the checkout'],
  ['purchase', 'Bought'],
]);

/** @param {PublishedInsights} insights */
export function behaviour({ funnel, wavering, prices, follows, together, personas, categories, names, k }) {
  const nameOf = (/** @type {string} */ item) => names[item] ?? item;
  const lastDay = steps.map(([type, name]) => {
    const counts = funnel.types[type].slice(-24).filter((count) => count !== null);
    const value = counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
    return { name, value, shown: number(value) };
  });
  const price = (/** @type {number} */ band) => `${number(2 ** band)} to ${number(2 ** (band + 1))}`;
  const elasticity =
    prices.elastic.length === 0
      ? []
      : [
          element('h3', {}, 'Elasticity'),
          element(
            'p',
            { class: 'about' },
            'By how many percent a product is added more often when its price rises by one percent.',
          ),
          table(
            'Elasticity',
            [
              { name: 'Product', of: ({ item }) => nameOf(item) },
              { name: 'Elasticity', of: ({ elasticity: slope }) => slope.toFixed(2), isNumber: true },
              { name: 'Views', of: ({ views }) => number(views), isNumber: true },
            ],
            prices.elastic,
            '',
          ),
        ];
  return [
    grid(
      card(
        'Funnel',
        'Products at each step in the last 24 hours; hours with few records are left out.',
        bars(lastDay, 'Nothing yet.'),
      ),
      card(
        'Personas',
        'Views of the categories that each group of the model looks at, in the last 24 hours.',
        bars(
          personas.map(({ name, views }) => ({ name, value: views, shown: number(views) })),
          'They come with a model, and with the catalogue.',
        ),
      ),
      card(
        'Categories',
        'Views by category in the last 24 hours.',
        bars(
          categories
            .slice(0, 12)
            .map(({ category, views }) => ({ name: category, value: views, shown: number(views) })),
          'They come with the catalogue.',
        ),
      ),
    ),
    pairs(
      card(
        'Hesitation',
        'How often a product that was added is taken out again, or not bought in the end.',
        table(
          'Hesitation and abandonment',
          [
            { name: 'Product', of: ({ item }) => nameOf(item) },
            { name: 'Added', of: ({ adds }) => number(adds), isNumber: true },
            { name: 'Taken out', of: ({ hesitation }) => share(hesitation), isNumber: true },
            { name: 'Not bought', of: ({ abandonment }) => share(abandonment), isNumber: true },
          ],
          wavering,
          `No product was added and taken out, or bought, ${k} times yet.`,
        ),
      ),
      card(
        'Prices',
        'How goods of each price are taken, in the last 7 days.',
        table(
          'Price bands',
          [
            { name: 'Price', of: ({ band }) => price(band) },
            { name: 'Views', of: ({ views }) => number(views), isNumber: true },
            { name: 'Added', of: ({ adds }) => number(adds), isNumber: true },
            { name: 'Added per view', of: ({ conversion }) => share(conversion), isNumber: true },
          ],
          prices.bands,
          'No prices yet.',
        ),
        ...elasticity,
      ),
      card(
        'Bought together',
        'Pairs in the same order, in the last 7 days.',
        table(
          'Bought together',
          [
            { name: 'Product', of: ({ item }) => nameOf(item) },
            { name: 'and', of: ({ other }) => nameOf(other) },
            { name: 'Orders', of: ({ paths }) => number(paths), isNumber: true },
          ],
          together,
          `No pair in ${k} orders yet.`,
        ),
      ),
      card(
        'Looked at after',
        'What follows what in a visit, in the last 7 days.',
        table(
          'What follows what',
          [
            { name: 'After', of: ({ item }) => nameOf(item) },
            { name: 'comes', of: ({ other }) => nameOf(other) },
            { name: 'Visits', of: ({ paths }) => number(paths), isNumber: true },
          ],
          follows,
          `No pair in ${k} visits yet.`,
        ),
      ),
    ),
  ];
}

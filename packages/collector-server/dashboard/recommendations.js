// @ts-check
import { bars, card, element, grid, table, tag } from './elements.js';
import { number, share } from './formats.js';

/** @typedef {import('@edgecart/insights').PublishedInsights} PublishedInsights */
/** @typedef {{ current: string | null, canary: { version: string, share: number } | null }} PublishedModels */

/** @param {PublishedInsights & { models?: PublishedModels }} insights */
export function recommendations({ clickThrough, models, k }) {
  const short = (/** @type {string} */ model) => (model === 'none' ? 'without a model' : model.slice(0, 12));
  // Suggestions name a model by the beginning of its version.
  const isVersion = (/** @type {string | undefined} */ version, /** @type {string} */ model) =>
    version !== undefined && model !== 'none' && version.startsWith(model);
  const name = (/** @type {string} */ model) => {
    const shown = element('span', {}, short(model), ' ');
    if (isVersion(models?.current ?? undefined, model)) shown.append(tag('current', 'good'));
    if (isVersion(models?.canary?.version, model)) shown.append(tag(`canary, ${share(models?.canary?.share)}`));
    return shown;
  };
  const rate = (/** @type {{ rate: number | null, margin: number | null }} */ row) =>
    row.rate === null ? share(null) : `${share(row.rate)} ± ${share(row.margin)}`;
  const largest = clickThrough.models.toSorted((a, b) => (b.shown ?? 0) - (a.shown ?? 0))[0]?.model;
  const slots = clickThrough.slots.filter(({ model }) => model === largest);
  return [
    grid(
      card(
        'Models side by side',
        'Clicks per suggestion shown, with the 95 % interval: where two intervals overlap, neither model is better yet.',
        table(
          'Click-through by model',
          [
            { name: 'Model', of: ({ model }) => name(model) },
            { name: 'Shown', of: ({ shown }) => number(shown), isNumber: true },
            { name: 'Clicked', of: ({ clicked }) => number(clicked), isNumber: true },
            { name: 'Added', of: ({ added }) => number(added), isNumber: true },
            { name: 'Per shown', of: rate, isNumber: true },
          ],
          clickThrough.models,
          `Fewer than ${k} suggestions were shown so far.`,
        ),
      ),
      card(
        'By place',
        largest === undefined
          ? 'Clicks per suggestion shown, first place first.'
          : `Clicks per suggestion shown, first place first; model ${short(largest)}.`,
        bars(
          slots.map((row) => ({ name: `Place ${(row.slot ?? 0) + 1}`, value: row.rate, shown: rate(row) })),
          `No place has ${k} clicks yet.`,
        ),
      ),
    ),
  ];
}

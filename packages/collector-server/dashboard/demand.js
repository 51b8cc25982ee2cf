// @ts-check
import { lineChart } from './charts.js';
import { card, element, grid, table, tag } from './elements.js';
import { hourSeconds, number, share, tenth } from './formats.js';

/** @typedef {import('@edgecart/insights').PublishedInsights} PublishedInsights */
/** @typedef {{ hour: string, expected: number, low: number, high: number }} ForecastHour */
/** @typedef {{ item: string, name?: string, on_hand?: number, days_of_cover?: number, stock_out_risk?: number, state?: string, reorder?: { quantity: number, by_day: string } | null }} Signal */

/**
 * The entries under a key that have each of these keys: files of other programs are looked at with care.
 * @param {unknown} holder
 * @param {string} list
 * @param {readonly string[]} keys
 * @returns {any[]}
 */
function entries(holder, list, keys) {
  const found = typeof holder === 'object' && holder !== null ? Reflect.get(holder, list) : undefined;
  if (!Array.isArray(found)) return [];
  return found.filter((entry) => typeof entry === 'object' && entry !== null && keys.every((key) => key in entry));
}

/** @param {PublishedInsights & { supply?: { forecast: unknown, inventory: unknown } }} insights */
export function demand({ cartDemand, missedDemand, names, supply, k }) {
  const ofForecast = (/** @type {string} */ key) =>
    typeof supply?.forecast === 'object' && supply.forecast !== null ? Reflect.get(supply.forecast, key) : undefined;
  const shop = ofForecast('shop');
  const method = ofForecast('method');
  const hours = /** @type {ForecastHour[]} */ (entries(shop, 'hours', ['hour', 'expected', 'low', 'high']));
  const signals = /** @type {Signal[]} */ (entries(supply?.inventory, 'signals', ['item']));
  const rejected = entries(supply?.inventory, 'rejected', ['row', 'reason']);

  const forecast = card(
    'Forecast',
    'Units that are likely to be bought in the next hours, with the range that most hours fall into.',
  );
  forecast.append(
    hours.length === 0
      ? table('Forecast', [], [], 'No forecast yet: npm run forecast makes one.')
      : lineChart(
          'forecast',
          `Forecast for ${hours.length} hours`,
          hours.map(({ hour }) => hourSeconds(hour)),
          [
            { name: 'Expected', values: hours.map(({ expected }) => expected), colour: 'accent' },
            { name: 'At least', values: hours.map(({ low }) => low), colour: 'faint', isDashed: true },
            { name: 'At most', values: hours.map(({ high }) => high), colour: 'faint', isDashed: true },
          ],
        ),
  );
  if (hours.length > 0 && typeof method === 'string')
    forecast.append(element('p', { class: 'faint' }, `How: ${method}`));
  const stock = card(
    'Stock',
    'What runs out next, from the stock file and the forecast.',
    table(
      'Stock',
      [
        { name: 'Product', of: ({ item, name }) => name ?? names[item] ?? item },
        { name: '', of: ({ state }) => tag(state ?? '?', state === 'ok' ? 'good' : 'bad') },
        { name: 'On hand', of: ({ on_hand }) => number(on_hand), isNumber: true },
        { name: 'Days', of: ({ days_of_cover }) => tenth(days_of_cover), isNumber: true },
        { name: 'Risk', of: ({ stock_out_risk }) => share(stock_out_risk), isNumber: true },
        {
          name: 'Order',
          of: ({ reorder }) => (reorder ? `${number(reorder.quantity)} by ${reorder.by_day}` : ''),
          isNumber: true,
        },
      ],
      signals.slice(0, 50),
      'No stock file was read yet.',
    ),
  );
  if (rejected.length > 0) {
    stock.append(
      table(
        'Rows of the stock file that could not be used',
        [
          { name: 'Row', of: ({ row }) => String(row), isNumber: true },
          { name: 'Not used, because', of: ({ reason }) => String(reason) },
        ],
        rejected.slice(0, 50),
        '',
      ),
    );
  }
  return [
    grid(
      card(
        'In carts',
        'Units put into carts less units taken out, in the last 24 hours: at least so many, since quantities are bands.',
        table(
          'Cart demand',
          [
            { name: 'Product', of: ({ item }) => names[item] ?? item },
            { name: 'Units', of: ({ units }) => number(units), isNumber: true },
            { name: 'Views', of: ({ views }) => number(views), isNumber: true },
            { name: 'Bought', of: ({ purchases }) => number(purchases), isNumber: true },
          ],
          cartDemand,
          `No product was added ${k} times yet.`,
        ),
      ),
      card(
        'Asked for while out of stock',
        'What shoppers looked at or added though it is gone, by the catalogue or by the stock.',
        table(
          'Demand while out of stock',
          [
            { name: 'Product', of: ({ item }) => names[item] ?? item },
            { name: 'Views', of: ({ views }) => number(views), isNumber: true },
            { name: 'Added', of: ({ adds }) => number(adds), isNumber: true },
          ],
          missedDemand,
          'Nothing that is out of stock is asked for.',
        ),
      ),
    ),
    stock,
    forecast,
  ];
}

/**
 * `npm run bench:forecast`: how well demand is forecast on The Complete Journey's last 20 days (weeks 51 to 53, Christmas
 * among them), from each of them on, against the same day last week and the mean of the last four. The last line is for machines
 * (keys in bench/README.md).
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensurePython } from '../scripts/python-environment.ts';
import { root } from '../scripts/run-command.ts';
import { printTable } from './print-table.ts';

interface Errors {
  wape: number;
  mase: number;
  rmse: number;
}

/** What trainer/src/edgecart_trainer/measure_forecast.py prints. */
interface Measured {
  origins: number;
  interval: number;
  errors: Record<string, Record<string, Errors>>;
  intervals: Record<string, { coverage: number; above: number }>;
}

const options = [
  ...['--catalogue', join(root, 'demo/public/catalogue.json'), '--baskets', 'completejourney'],
  ...['--now', '2018-01-01T00', '--held-out', '20', '--json'],
];
const { stdout } = await promisify(execFile)(await ensurePython(), ['-m', 'edgecart_trainer', 'forecast', ...options], {
  maxBuffer: 1 << 24,
});
const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;

const kinds = ['shop_days', 'category_days', 'category_hours', 'item_days', 'item_weeks'];
const figure = (kind: string, who: string, name: keyof Errors) => measured.errors[kind]?.[who]?.[name] ?? Number.NaN;
printTable(
  ['absolute error over what was sold', 'this', 'last week', 'four weeks', 'MASE', 'in the 80 % interval'],
  kinds.map((kind) => [
    kind.replace('_', ' by '),
    ...['this', 'seasonal_naive', 'moving_average'].map((who) => figure(kind, who, 'wape').toFixed(3)),
    figure(kind, 'this', 'mase').toFixed(3),
    measured.intervals[kind]?.coverage.toFixed(3) ?? '',
  ]),
);
console.log(`
${measured.origins} days to forecast from, one to seven days ahead. Hours of the mean of four weeks are hours of the week.
The rest of the day after 18 o'clock, by category and hour, without and with what was bought until then:
${figure('rest_of_day', 'without_carts', 'wape').toFixed(3)}, ${figure('rest_of_day', 'with_carts', 'wape').toFixed(3)}
`);
console.log(
  JSON.stringify({
    origins: measured.origins,
    ...Object.fromEntries(
      kinds.flatMap((kind) => [
        [`${kind}_wape`, figure(kind, 'this', 'wape')],
        [`${kind}_wape_seasonal_naive`, figure(kind, 'seasonal_naive', 'wape')],
        [`${kind}_wape_moving_average`, figure(kind, 'moving_average', 'wape')],
        [`${kind}_mase`, figure(kind, 'this', 'mase')],
      ]),
    ),
    interval: measured.interval,
    ...Object.fromEntries(
      Object.entries(measured.intervals).map(([kind, each]) => [`${kind}_coverage`, each.coverage]),
    ),
    rest_of_day_wape: figure('rest_of_day', 'with_carts', 'wape'),
    rest_of_day_wape_without_carts: figure('rest_of_day', 'without_carts', 'wape'),
  }),
);

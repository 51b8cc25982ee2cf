// @ts-check
import { card, element, grid, table, tag, tiles } from './elements.js';
import { number, size } from './formats.js';

/** @typedef {import('@edgecart/insights').PublishedInsights} PublishedInsights */
/** @typedef {{ log?: { state?: string, reason?: string }, kafka?: { state?: string, reason?: string } } & Record<string, unknown>} Ready */

const reasons = /** @type {const} */ ({
  foreign: 'is no record, or not of the closed schema',
  future: 'names an hour that has not come',
  late: 'came more than a week after its hour',
  duplicate: 'came before',
  'unknown-item': 'is of an item that is not in the catalogue',
  'machine-like': 'is beyond what shoppers make of one item in an hour',
});

/**
 * @param {PublishedInsights} insights
 * @param {Ready | undefined} ready what `/readyz` says, where it was asked
 */
export function health(
  { health: { clean, dropped, lag, lagUnit, source, troubles, stateBytes, checkpointMs } },
  ready,
) {
  const rows = Object.entries(dropped).map(([reason, count]) => ({ reason, count }));
  const wrong =
    troubles.length === 0
      ? []
      : [element('ul', { class: 'troubles' }, ...troubles.map((text) => element('li', {}, text)))];
  const parts = Object.entries(ready ?? {}).map(([part, state]) => ({ part, state: describe(state) }));
  return [
    ...wrong,
    tiles([
      ['Records counted', number(clean)],
      ['Kept out', number(rows.reduce((sum, { count }) => sum + count, 0))],
      [
        `Waiting in ${source === 'log' ? 'the log' : 'Kafka'}`,
        lag === null ? '–' : lagUnit === 'bytes' ? size(lag) : number(lag),
      ],
      ['State on disk', size(stateBytes)],
      ['To write it down', checkpointMs === null ? '–' : `${number(checkpointMs)} ms`],
    ]),
    grid(
      card(
        'Kept out, and why',
        'Each is a dead letter with its reason, in dead-letters-*.jsonl beside the state.',
        table(
          'Records kept out',
          [
            { name: 'Reason', of: ({ reason }) => reason },
            { name: 'It', of: ({ reason }) => reasons[/** @type {keyof typeof reasons} */ (reason)] ?? '' },
            { name: 'Records', of: ({ count }) => number(count), isNumber: true },
          ],
          rows,
          'Nothing.',
        ),
      ),
      card(
        'Collector',
        'Whether it can store, and how Kafka stands.',
        table(
          'Collector',
          [
            { name: 'Part', of: ({ part }) => part },
            { name: 'State', of: ({ state }) => tag(state, /full|failed|away|false/.test(state) ? 'bad' : 'good') },
          ],
          parts,
          'It was not asked yet.',
        ),
      ),
    ),
  ];
}

/**
 * The state of a part and, where there is one, the reason.
 * @param {unknown} part
 */
function describe(part) {
  if (typeof part !== 'object' || part === null) return String(part);
  const [state, reason] = [Reflect.get(part, 'state'), Reflect.get(part, 'reason')];
  return reason === undefined ? String(state) : `${state}: ${reason}`;
}

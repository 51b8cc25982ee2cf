import { element } from '../dom-element.ts';
import { bars, type Content, clock, code, list, note } from './rows.ts';
import type { Sight } from './sight.ts';

const partNames = {
  likeness: 'Likeness',
  graph: 'Item graph',
  popularity: 'Popularity',
  shopper: 'This shopper',
} as const;

/** Rounding errors leave nothing, or less than that. */
const rounded = (value: number) => (Math.abs(value) < 0.0005 ? 0 : value).toFixed(3);

/** What is suggested, from where, and what each score is the sum of. */
export function suggestions({ answer }: Sight): Content[] {
  if (answer.items.length === 0) return [note('Nothing to suggest yet.')];
  const largest = Math.max(0.01, ...answer.items.flatMap(({ parts }) => Object.values(parts ?? {}).map(Math.abs)));
  return [
    list(
      answer.items.map(({ item_id, item, score, source, reason, parts }) => [
        element('strong', {}, item?.item_name ?? item_id),
        element('p', {}, code(source), ` score ${score.toFixed(3)} · ${reason.text}`),
        ...(parts
          ? [
              bars(
                (['likeness', 'graph', 'popularity', 'shopper'] as const).map((part) => [
                  partNames[part],
                  Math.abs(parts[part]) / largest,
                  rounded(parts[part]),
                ]),
              ),
            ]
          : []),
      ]),
    ),
  ];
}

export function told({ diagnostics }: Sight): Content[] {
  if (diagnostics.length === 0) return [note('Nothing to report on this page.')];
  return [
    list(diagnostics.map(({ timeMs, code: what, message }) => [clock(timeMs), code(what), element('p', {}, message)])),
  ];
}

const recordsShown = 40;

export function left({ ledger, nameOf }: Sight): Content[] {
  if (ledger.length === 0) return [note('Nothing.')];
  const newest = [...ledger].sort((a, b) => b.sentMs - a.sentMs).slice(0, recordsShown);
  const more = ledger.length > newest.length ? `, the newest ${newest.length} here` : '';
  return [
    note(`${ledger.length} records${more}.`),
    list(
      newest.map(({ sentMs, record, json }) => [
        clock(sentMs),
        ' ',
        record.kind === 'count'
          ? `${record.type} of ${nameOf(record.item)}`
          : `path: ${record.items.map(nameOf).join(' → ')}`,
        code(json),
      ]),
    ),
  ];
}

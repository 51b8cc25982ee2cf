import { type Static, Type } from 'typebox';
import { EventName } from './event.ts';

/** The texts of fixed form in a record, as regular expressions. */
export const recordPatterns = {
  id: '^[0-9a-f]{32}$',
  /** UTC hour, `2026-11-23T09`. */
  hour: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3])$',
  /** UTC day, `2026-11-23`. */
  day: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  /** Version of a model, or `none`. */
  model: '^([0-9a-f]{16,64}|none)$',
} as const;

/** 128 random bits in lower-case hexadecimal: names this record and nothing else, so that a retry is stored once. */
export const RecordId = Type.String({ pattern: recordPatterns.id });
const ItemId = Type.String({ minLength: 1, maxLength: 128 });

/**
 * That something happened to one item within an hour, or, written as its first hour, within a day: the SDK tells the hour of
 * purchases only. It names one item and nothing beside it: whoever matches it with an order learns nothing that the order
 * did not say.
 */
export const CountRecord = Type.Object(
  {
    id: RecordId,
    kind: Type.Literal('count'),
    type: EventName,
    item: ItemId,
    hour: Type.String({ pattern: recordPatterns.hour }),
    /** Lower bound of the band: 1, 2, 3-5, 6-10, 11 and more. */
    quantityBand: Type.Optional(
      Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(6), Type.Literal(11)]),
    ),
    /** b for a unit price in [2^b, 2^(b+1)). */
    priceBand: Type.Optional(Type.Integer({ minimum: -4, maximum: 20 })),
    /**
     * Present when the item was our suggestion: by which model version, at which place (0 is the first), and, while an
     * experiment runs, in which of its arms. Seven arms at most: an arm says as little as three bits can.
     */
    shown: Type.Optional(
      Type.Object(
        {
          model: Type.String({ pattern: recordPatterns.model }),
          slot: Type.Integer({ minimum: 0, maximum: 199 }),
          arm: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/**
 * Two to eight items in order of time, all of them bought in the visit or none of them. Never mixed: a path of bought
 * items says only what the order says. The SDK sends no others: `npm run privacy-audit` shows why.
 */
export const PathRecord = Type.Object(
  {
    id: RecordId,
    kind: Type.Literal('path'),
    items: Type.Array(ItemId, { minItems: 2, maxItems: 8 }),
    day: Type.String({ pattern: recordPatterns.day }),
    bought: Type.Boolean(),
  },
  { additionalProperties: false },
);

/** The only thing that leaves the device. Unknown keys are refused, not passed through. */
export const AnonymousRecord = Type.Union([CountRecord, PathRecord]);

export type CountRecord = Static<typeof CountRecord>;
export type PathRecord = Static<typeof PathRecord>;
export type AnonymousRecord = CountRecord | PathRecord;

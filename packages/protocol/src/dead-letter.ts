import { type Static, Type } from 'typebox';
import { AnonymousRecord, RecordId } from './record.ts';

/** Why a record was refused by the collector: none of it says anything about the record's content. */
export const refusalClasses = ['not-an-object', 'kind', 'missing-key', 'unknown-key', 'value', 'time'] as const;
export type RefusalClass = (typeof refusalClasses)[number];

/**
 * What is kept of records that could not be passed on, so that the mistake can be found. Of a record that the collector
 * refused nothing of its content is kept, since that may be anything: only the schema's own words for the place and the
 * reason. A record that Kafka refused has been checked before and is kept whole.
 */
export const DeadLetter = Type.Object(
  {
    id: RecordId,
    kind: Type.Literal('dead-letter'),
    /** UTC hour in which it was refused. */
    hour: Type.String(),
    refusedBy: Type.Union([Type.Literal('collector'), Type.Literal('kafka')]),
    /** A refusal class of the collector, or Kafka's name of the error. */
    class: Type.String(),
    /** JSON pointer of the place within the record, as the schema names it (`/items/*`); empty for the whole record. */
    path: Type.String(),
    /** What the place must be, for people. */
    reason: Type.String(),
    /** How many records of one request were refused so. */
    count: Type.Integer({ minimum: 1 }),
    record: Type.Optional(AnonymousRecord),
  },
  { additionalProperties: false },
);
export type DeadLetter = Static<typeof DeadLetter>;

import { type Static, Type } from 'typebox';
import type { AnonymousRecord } from './record.ts';

/** The most records that one batch may hold; browsers send 20. */
export const maxRecordsPerBatch = 500;

/**
 * The body of `POST /v1/records`. The records are checked one by one, so that a wrong one does not cost the others:
 * here they may be anything.
 */
export const Batch = Type.Object(
  { records: Type.Array(Type.Unknown(), { minItems: 1, maxItems: maxRecordsPerBatch }) },
  { additionalProperties: false },
);
export interface Batch {
  records: AnonymousRecord[];
}

/** What was wrong with one record of a batch: its index, the JSON pointer of the place within it, and the reason. */
export const RecordError = Type.Object({
  index: Type.Integer({ minimum: 0 }),
  path: Type.String(),
  reason: Type.String(),
});
export type RecordError = Static<typeof RecordError>;

/**
 * The answer: 200 when each record is stored, 207 when some were refused. A record that is neither in `errors` nor
 * new was stored before (`duplicates`); all others are durable.
 */
export const BatchAnswer = Type.Object({
  stored: Type.Integer({ minimum: 0 }),
  duplicates: Type.Integer({ minimum: 0 }),
  errors: Type.Array(RecordError),
});
export type BatchAnswer = Static<typeof BatchAnswer>;

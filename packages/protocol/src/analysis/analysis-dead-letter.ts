import { type Static, Type } from 'typebox';
import { AnonymousRecord } from '../record.ts';
import { dropReasons } from './rules.ts';

/**
 * What is kept of a message that was kept out of the analysis. Of a foreign one nothing of its content is kept, since
 * that may be anything; every other one was checked, and is kept whole.
 */
export const AnalysisDeadLetter = Type.Object(
  {
    kind: Type.Literal('analysis-dead-letter'),
    reason: Type.Enum([...dropReasons]),
    /** The topic that it came by. */
    source: Type.Enum(['counts', 'paths']),
    /** UTC hour of its arrival. */
    hour: Type.String(),
    record: Type.Optional(AnonymousRecord),
  },
  { additionalProperties: false },
);
export type AnalysisDeadLetter = Static<typeof AnalysisDeadLetter>;

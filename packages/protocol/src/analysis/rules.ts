import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { EventName } from '../event.ts';
import given from './rules.json' with { type: 'json' };

const Hours = Type.Integer({ minimum: 1 });
const WeightByType = Type.Partial(Type.Record(EventName, Type.Integer()));

/** Why a record is kept out of the analysis; in the order in which the reasons are tried. */
export const dropReasons = ['foreign', 'future', 'late', 'duplicate', 'unknown-item', 'machine-like'] as const;
export type DropReason = (typeof dropReasons)[number];

/** Every limit, window and weight of the analysis over all shoppers. docs/analysis.md says what each one means. */
export const AnalysisRules = Type.Object(
  {
    version: Type.Literal(1),
    reasons: Type.Tuple(dropReasons.map((reason) => Type.Literal(reason))),
    /** Nothing is published that rests on fewer records. */
    k: Type.Integer({ minimum: 2 }),
    future: Type.Object({ countHours: Hours, pathHours: Hours }),
    late: Type.Object({ countHours: Hours, pathHours: Hours }),
    duplicate: Type.Object({ keepHours: Hours }),
    machineLike: Type.Object({ maxPerCell: Type.Integer({ minimum: 1 }) }),
    cartDemand: WeightByType,
    trending: Type.Object({
      halfLifeHours: Type.Array(Hours, { minItems: 1 }),
      halfLivesKept: Hours,
      weights: WeightByType,
      scale: Type.Integer({ minimum: 1 }),
    }),
    /** Weights of a pair at distance 1, 2, … within one path. */
    follows: Type.Object({ weights: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }) }),
    priceBand: Type.Object({ types: Type.Array(EventName) }),
    topics: Type.Object({
      counts: Type.String(),
      paths: Type.String(),
      cleanCounts: Type.String(),
      cleanPaths: Type.String(),
      deadLetters: Type.String(),
      cells: Type.String(),
    }),
  },
  { additionalProperties: false },
);
export type AnalysisRules = Static<typeof AnalysisRules>;

function readRules(value: unknown): AnalysisRules {
  if (Value.Check(AnalysisRules, value)) return value;
  const [first] = Value.Errors(AnalysisRules, value);
  throw new Error(
    `packages/protocol/src/analysis/rules.json is wrong at ${first?.instancePath || '/'}: ${first?.message}; compare it with AnalysisRules`,
  );
}

/** The rules as rules.json states them: the one source, which the jobs in other languages read too. */
export const analysisRules: AnalysisRules = readRules(given);

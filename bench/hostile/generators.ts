import { deepBatch, goodBatch, mutatedBatch, mutatedBytes, mutatedRecords, notABatch } from './families/batches.ts';
import { oddEncoding } from './families/encodings.ts';
import { framing } from './families/framing.ts';
import { headerFlood, makeZipBomb, oversized, rawBytes, vanishing } from './families/lone.ts';
import type { Chance } from './families/records.ts';
import { anyRoute } from './families/routes.ts';
import type { HostileRequest, LoneBytes } from './request.ts';

type Weighted<Made> = [weight: number, make: (chance: Chance) => Made];

function pick<Made>(choices: readonly Weighted<Made>[], chance: Chance): Made {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let at = chance.random() * total;
  for (const [weight, make] of choices) {
    at -= weight;
    if (at < 0) return make(chance);
  }
  throw new Error('there is nothing to choose from');
}

const pipelined: Weighted<HostileRequest>[] = [
  [20, goodBatch],
  [36, mutatedRecords],
  [20, mutatedBytes],
  [6, mutatedBatch],
  [6, notABatch],
  [6, oddEncoding],
  [5, anyRoute],
  [0.2, deepBatch],
];

/** A request that may stand in a pipeline with others. */
export const nextPipelined = (chance: Chance): HostileRequest => pick(pipelined, chance);

/** What gets a connection of its own. */
export function makeLone(): (chance: Chance) => LoneBytes {
  const lone: Weighted<LoneBytes>[] = [
    [70, framing],
    [12, rawBytes],
    [12, vanishing],
    [3, headerFlood],
    [2, oversized],
    [1, makeZipBomb()],
  ];
  return (chance) => pick(lone, chance);
}

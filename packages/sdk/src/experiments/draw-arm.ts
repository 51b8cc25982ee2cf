import type { Arm } from './experiment.ts';

/** The arm that a number from 0 up to 1 falls into: its index. */
export function armAt(arms: readonly Pick<Arm, 'share'>[], number: number): number {
  let from = 0;
  for (const [index, { share }] of arms.entries()) {
    from += share;
    if (number < from) return index;
  }
  return arms.length - 1;
}

/** The arm that records tell: the true one so often as `truth` says, else any of the others. */
export function toldArm(arm: number, arms: number, truth: number, random: () => number): number {
  if (random() < truth) return arm;
  const other = Math.floor(random() * (arms - 1));
  return other < arm ? other : other + 1;
}

/** A number from 0 up to 1 that is always the same for a device's draw and an experiment, and another for another experiment. */
export function turned(draw: number, experiment: string): number {
  // FNV-1a, then mixed: its last letters alone would decide (http://www.isthe.com/chongo/tech/comp/fnv/).
  let hash = 2_166_136_261;
  for (const character of `${experiment} ${draw}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A random draw of `limit` ranks below `pool`, each as likely as the other, in random order. */
export function drawRanks(pool: number, limit: number, random: () => number): number[] {
  const ranks = Array.from({ length: pool }, (_, rank) => rank);
  for (let at = 0; at < Math.min(limit, pool); at++) {
    const other = at + Math.floor(random() * (pool - at));
    [ranks[at], ranks[other]] = [ranks[other] ?? other, ranks[at] ?? at];
  }
  return ranks.slice(0, limit);
}

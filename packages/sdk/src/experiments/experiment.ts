import { OptionError } from '../option-error.ts';

/** One way of doing things, tried on some. */
export interface Arm {
  /** For the shop's own code; it never leaves. */
  name: string;
  /** Of pages or devices: at least 0.01, so that an arm is never told by a few only. All shares sum to 1. */
  share: number;
  /** Shows a random draw of the first `pool` suggestions (2 to 100), to learn what the order hides. */
  explore?: { pool: number };
}

/** An experiment, as the shop's page and `edgecart_trainer uplift` read it from the same file. */
export interface Experiment {
  name: string;
  /** The first is what the others are compared with; at most seven. */
  arms: readonly Arm[];
  /**
   * What draws an arm: each page anew (default), so that no two pages can be told to be of one device by it, or the device once.
   */
  unit?: 'page' | 'device';
  /**
   * How often records tell the arm as it was; else another one, drawn anew for each page. Default 1, and 0.65 for `device`: then two
   * records that name the same arm say nearly nothing of whether they are of the same device, at the price of ten times the shoppers.
   */
  truth?: number;
}

const armsAtMost = 7;
const leastShare = 0.01;

/** Throws an `OptionError` that says what is wrong with an experiment. */
export function checkExperiment({ name, arms, unit, truth }: Experiment): void {
  const wrong = (what: string): never => {
    throw new OptionError(`Edgecart experiment ${JSON.stringify(name)}: ${what}`);
  };
  if (typeof name !== 'string' || name === '') wrong('`name` must be a text');
  if (!Array.isArray(arms) || arms.length < 2 || arms.length > armsAtMost)
    wrong(`\`arms\` must be a list of 2 to ${armsAtMost}`);
  let sum = 0;
  for (const { name: arm, share, explore } of arms) {
    if (typeof arm !== 'string' || arm === '') wrong('each arm must have a `name`');
    if (!(share >= leastShare && share < 1)) wrong(`the share of ${arm} must be from ${leastShare} to below 1`);
    if (explore && !(Number.isInteger(explore.pool) && explore.pool >= 2 && explore.pool <= 100))
      wrong(`the pool of ${arm} must be a whole number from 2 to 100`);
    sum += share;
  }
  if (Math.abs(sum - 1) > 1e-6) wrong(`the shares sum to ${sum}, not to 1`);
  if (new Set(arms.map((arm) => arm.name)).size < arms.length) wrong('two arms have the same name');
  if (unit !== undefined && unit !== 'page' && unit !== 'device') wrong("`unit` must be 'page' or 'device'");
  if (truth !== undefined && !(truth > 1 / arms.length && truth <= 1))
    wrong(`\`truth\` must be above ${(1 / arms.length).toFixed(2)} and at most 1`);
}

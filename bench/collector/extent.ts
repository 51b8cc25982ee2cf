import { parseArgs } from 'node:util';

/** How much is measured when the variants are compared. */
export interface Comparison {
  kind: 'comparison';
  rounds: number;
  /** Of each variant in each round. */
  secondsPerRound: number;
  /** Of each variant before the first round; not counted. */
  warmUpSeconds: number;
  /** Of the run with two workers. */
  twoCoresSeconds: number;
}

export interface Soak {
  kind: 'soak';
  minutes: number;
}

/** 64 browsers at a time are what the figures of others speak of. */
export const connections = 64;

const full: Comparison = {
  kind: 'comparison',
  rounds: 7,
  secondsPerRound: 5,
  warmUpSeconds: 5,
  twoCoresSeconds: 60,
};

const quick: Comparison = {
  kind: 'comparison',
  rounds: 3,
  secondsPerRound: 2,
  warmUpSeconds: 2,
  twoCoresSeconds: 8,
};

/** Reads the command's arguments; `undefined` when they are not understood. */
export function readExtent(args: readonly string[]): Comparison | Soak | undefined {
  const given = parsed(args);
  if (given === undefined || (given.quick && given.soak !== undefined)) return undefined;
  if (given.soak === undefined) return given.quick ? quick : full;
  const minutes = Number(given.soak);
  return minutes > 0 && minutes <= 24 * 60 ? { kind: 'soak', minutes } : undefined;
}

function parsed(args: readonly string[]): { quick: boolean; soak?: string } | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { quick: { type: 'boolean', default: false }, soak: { type: 'string' } },
    });
    return values;
  } catch {
    return undefined;
  }
}

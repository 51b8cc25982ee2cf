import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether one can tell from a published model that a shopper's records taught it. */
export interface Membership {
  membership_advantage: number;
  membership_95: [number, number];
  shoppers: number;
  models: number;
  least_records: number;
}

/** The trainer's own `--min-count`. */
const leastRecords = 20;

/** Trains so many models on halves of the shoppers whose `anonymous.jsonl` lies in the folder, and attacks each. */
export async function attackMembership(
  python: string,
  folder: string,
  seed: number,
  models: number,
): Promise<Membership> {
  const program = join(import.meta.dirname, 'attacks/membership.py');
  const args = [program, folder, 'anonymous', ...[seed, models, leastRecords].map(String)];
  const { stdout } = await promisify(execFile)(python, args, {
    maxBuffer: 1 << 26,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Membership;
}

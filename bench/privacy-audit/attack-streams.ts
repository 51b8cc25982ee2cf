import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { LivedShop } from './live-shop.ts';
import type { Shop } from './shop.ts';
import type { Marked } from './streams.ts';

type Interval = [number, number];

/** What an attacker made of one stream. Advantages are 2 x accuracy - 1; `_95` their 95 % intervals. */
export interface Attacked {
  stream: string;
  secret_advantage: number;
  secret_95: Interval;
  secret_cases: number;
  secret_without_stream: number;
  link_advantage: number;
  link_95: Interval;
  link_cases: number;
  link_without_stream: number;
  link_by_kind: Record<string, { link_advantage: number; link_95: Interval; link_cases: number }>;
  singled_out: number;
  shoppers: number;
  claims: number;
  true_claims: number;
}

export interface Effort {
  seed: number;
  /** Cases of secret and link, each. */
  cases: number;
  /** Days on which households are to be singled out. */
  days: number;
}

const jsonLines = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/**
 * Writes what the attacker holds, each stream with whose its lines are, and attacks. `pseudonymous`, which tells the truth,
 * must be among the streams, or in the folder from an earlier attack.
 */
export async function attackStreams(
  python: string,
  folder: string,
  shop: Shop,
  { orders }: Pick<LivedShop, 'orders'>,
  streams: Readonly<Record<string, readonly Marked[]>>,
  effort: Effort,
): Promise<Attacked[]> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'catalogue.json'), JSON.stringify([...shop.catalogue.values()]));
  await writeFile(join(folder, 'orders.jsonl'), jsonLines(orders));
  for (const [name, lines] of Object.entries(streams)) await writeFile(join(folder, `${name}.jsonl`), jsonLines(lines));
  const program = join(import.meta.dirname, 'attacks');
  const numbers = [effort.seed, effort.cases, effort.days].map(String);
  const attacking = promisify(execFile)(python, [program, folder, ...numbers, ...Object.keys(streams)], {
    maxBuffer: 1 << 26,
    // Two cores at most gain nothing here, and an order of adding up that changes would change the figures.
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  // A line each: it takes minutes, and somebody may be waiting.
  const told = attacking.child.stdout;
  if (told)
    createInterface(told).on('line', (line) => {
      const found = JSON.parse(line) as Attacked;
      const advantages = `secret ${found.secret_advantage}, link ${found.link_advantage}`;
      console.log(`  ${found.stream}: ${advantages}, singled out ${found.singled_out} of ${found.shoppers}`);
    });
  const { stdout } = await attacking;
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Attacked);
}

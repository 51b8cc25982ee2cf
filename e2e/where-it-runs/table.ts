import type { Seen } from './look.ts';
import { policies } from './policies.ts';
import { ways } from './ways.ts';

/** What a page got, in the words of docs/where-it-runs.md: where it runs, and what is missing there. */
function summary({ place, encoder, scan, store }: Seen): string {
  const missing = [
    place === 'worker' && !encoder && 'encoder',
    place !== 'nothing' && scan === 'typescript' && 'WASM',
    place !== 'nothing' && store === 'memory' && 'storage',
  ].filter((word) => word !== false);
  return [place, ...missing.map((word) => `−${word}`)].join(' ');
}

/** The table of docs/where-it-runs.md, from what was seen by policy and way. */
export function table(seen: readonly (readonly Seen[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['policy', ...ways.map((_, index) => String(index + 1))]),
    row(['---', ...ways.map(() => '---')]),
    ...policies.map(({ name }, index) => row([name, ...(seen[index] ?? []).map(summary)])),
  ].join('\n');
}

/** The ways that the numbers in the table stand for. */
export const legend = (): string =>
  ways.map(({ loading, worker }, index) => `${index + 1}. ${loading}; worker: ${worker}`).join('\n');

/** The headers of each policy, to copy. */
export function headers(): string {
  return policies
    .map(({ name, headers, sandbox }) => {
      const lines = Object.entries(headers({ collector: 'https://collector.your-shop.com', nonce: '…' })).map(
        ([header, value]) => `\`${header}: ${value}\``,
      );
      if (sandbox !== undefined) lines.push(`\`<iframe sandbox="${sandbox}">\``);
      return `- ${name}: ${lines.length > 0 ? lines.join(', ') : 'no header'}`;
    })
    .join('\n');
}

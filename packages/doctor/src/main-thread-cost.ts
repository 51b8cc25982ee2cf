import type { CDPSession } from 'playwright-core';

const ours = /\/edgecart(-\w+)?\.js/;

/** Starts to sample what the page's thread does; the function that is answered stops, and says how many ms Edgecart took. */
export async function startProfiling(devTools: CDPSession): Promise<() => Promise<number>> {
  await devTools.send('Profiler.enable');
  await devTools.send('Profiler.setSamplingInterval', { interval: 200 });
  await devTools.send('Profiler.start');
  return async () => {
    const { profile } = await devTools.send('Profiler.stop');
    return edgecartMs(profile);
  };
}

interface Profile {
  nodes: { id: number; children?: number[]; callFrame: { url: string } }[];
  samples?: number[];
  timeDeltas?: number[];
}

/** The milliseconds of a profile in which a function of Edgecart's was running, or one that it called. */
export function edgecartMs({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const known = new Map<number, boolean>();
  const isOurs = (id: number): boolean => {
    const told = known.get(id);
    if (told !== undefined) return told;
    const parent = parents.get(id);
    const answer = ours.test(byId.get(id)?.callFrame.url ?? '') || (parent !== undefined && isOurs(parent));
    known.set(id, answer);
    return answer;
  };
  const micros = samples.reduce((sum, id, at) => sum + (isOurs(id) ? (timeDeltas[at] ?? 0) : 0), 0);
  return micros / 1_000;
}

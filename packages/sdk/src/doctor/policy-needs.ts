import { allows, type Policy, sourcesFor } from './policy.ts';
import type { Setup } from './setup.ts';

/** Something that Edgecart asks for and a policy may refuse. */
interface Need {
  directive: 'script-src' | 'worker-src' | 'connect-src';
  /** A URL, `blob:`, or a keyword with its quotes. */
  wanted: string;
  /** What is lost without it. */
  lost: string;
}

const wasm: Need = {
  directive: 'script-src',
  wanted: "'wasm-unsafe-eval'",
  lost: 'the catalogue is scanned by TypeScript, which takes longer',
};

/** What the page's own policy must allow. */
export function needsOfPage(setup: Setup): Need[] {
  const needs: Need[] = [];
  if (setup.worker !== 'none')
    needs.push({
      directive: 'worker-src',
      wanted: setup.worker === 'blob' ? 'blob:' : setup.workerUrl,
      lost: "Edgecart runs on the page's thread, without its encoder",
    });
  // A worker from a file has the policy of that file; a blob has the page's.
  if (setup.worker !== 'file') needs.push(...needsOfProgram(setup));
  return needs;
}

/** What the policy of the worker's program must allow, wherever it runs. */
export function needsOfProgram(setup: Setup): Need[] {
  const needs: Need[] = [wasm];
  if (setup.worker === 'blob' && !setup.inline)
    needs.push({ directive: 'script-src', wanted: setup.workerUrl, lost: 'the worker does not start' });
  if (setup.worker !== 'none')
    needs.push({
      directive: 'script-src',
      wanted: setup.encoderUrl,
      lost: 'the item graph answers in the place of the encoder',
    });
  for (const [url, lost] of [
    [setup.collector, 'nothing can be sent'],
    [setup.model, 'there is no model'],
    [setup.catalogue, 'there is no catalogue'],
  ] as const)
    if (url !== undefined) needs.push({ directive: 'connect-src', wanted: url, lost });
  return needs;
}

export interface Missing extends Need {
  /** The directive with what it has already and all that is missing, to copy. */
  line: string;
}

/** The needs that some policy refuses, each with the line that the policy should have. */
export function missingIn(policies: readonly Policy[], needs: readonly Need[], origin: string): Missing[] {
  return policies.flatMap((policy) => {
    const refused = needs.filter(({ directive, wanted }) => !allows(policy, directive, wanted, origin));
    return refused.map((need) => {
      const added = refused
        .filter(({ directive }) => directive === need.directive)
        .map(({ wanted }) => source(wanted, origin));
      // A directive that is new takes the place of its fallback, and must say all of it.
      const before =
        need.directive === 'worker-src' && !policy.has('worker-src')
          ? ["'self'"]
          : (sourcesFor(policy, need.directive) ?? []).filter((each) => each !== "'none'");
      return { ...need, line: [need.directive, ...new Set([...before, ...added])].join(' ') };
    });
  });
}

function source(wanted: string, origin: string): string {
  if (wanted.startsWith("'") || wanted === 'blob:') return wanted;
  const { origin: place } = new URL(wanted);
  return place === origin ? "'self'" : place;
}

/** Whether Trusted Types keep the worker's address from being made: they are required, and `edgecart` is not allowed. */
export function trustedTypesRefuse(policies: readonly Policy[]): boolean {
  const required = policies.some((policy) => policy.get('require-trusted-types-for')?.includes("'script'"));
  const named = policies.flatMap((policy) => {
    const names = policy.get('trusted-types');
    return names === undefined ? [] : [names];
  });
  return required && named.some((names) => !names.includes('edgecart') && !names.includes('*'));
}

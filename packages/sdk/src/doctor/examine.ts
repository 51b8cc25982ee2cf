import type { Diagnostic, Edgecart, Insights } from '../api.ts';
import { lookUpCatalogue, lookUpCollector, lookUpModel, policiesOf } from './look-up.ts';
import { type Missing, missingIn, needsOfPage, needsOfProgram, trustedTypesRefuse } from './policy-needs.ts';
import type { Cost, Finding, Report } from './report.ts';
import type { Setup } from './setup.ts';

/** What whoever watched the page from its beginning knows. */
export interface Watched {
  diagnostics?: readonly Diagnostic[];
  costs?: readonly Cost[];
}

/** Looks at Edgecart on this page. Sends no record and stores nothing; never rejects for what it finds. */
export async function examine(client: Edgecart, setup: Setup, watched: Watched = {}): Promise<Report> {
  const startMs = performance.now();
  await client.recommend({ limit: 4 });
  const askedMs = performance.now() - startMs;
  const insights = await client.insights();
  const [policy, model, catalogue, collector] = await Promise.all([
    checkPolicy(setup),
    checkModel(setup, insights),
    setup.catalogue === undefined ? notGiven('catalogue') : lookUpCatalogue(setup.catalogue),
    setup.collector === undefined ? notGiven('collector') : lookUpCollector(setup.collector),
  ]);
  return {
    url: location.href,
    findings: [
      { check: 'loading', state: 'fine', says: setup.loading },
      checkWorker(setup, insights, watched),
      ...policy.findings,
      checkWasm(setup, insights),
      checkStorage(insights, watched),
      catalogue,
      ...model,
      collector,
      checkConsent(insights),
      checkEvents(insights),
    ],
    policy: policy.lines,
    events: insights.cleaning,
    costs: [...(watched.costs ?? []), ...costsOf(insights, askedMs)],
  };
}

const notGiven = (check: string): Finding => ({
  check,
  state: 'note',
  says: 'none is given',
  todo: `name it: data-${check} on the script tag, \`${check}\` in createEdgecart's options`,
});

const told = (watched: Watched, code: string) =>
  watched.diagnostics?.find((diagnostic) => diagnostic.code === code)?.message;

function checkWorker({ worker }: Setup, { runtime }: Insights, watched: Watched): Finding {
  const check = 'worker';
  if (runtime.place === 'worker')
    return { check, state: 'fine', says: worker === 'file' ? 'from a file of this origin' : 'from an inline blob' };
  if (worker === 'none')
    return { check, state: 'note', says: "none, as the shop wishes: it runs on the page's thread" };
  return {
    check,
    state: 'wrong',
    says:
      told(watched, 'worker-unavailable') ??
      "it did not start; Edgecart runs on the page's thread, without the encoder",
    todo: 'see the policy below, or copy edgecart-worker.js to this origin and name it in data-worker-url (workerUrl)',
  };
}

async function checkPolicy(setup: Setup): Promise<{ findings: Finding[]; lines: string[] }> {
  const check = 'policy';
  const ofPage = await policiesOf(location.href, document);
  if (ofPage === undefined)
    return {
      findings: [{ check, state: 'note', says: "the page's headers could not be read from the page" }],
      lines: [],
    };
  const ofWorker = setup.worker === 'file' ? ((await policiesOf(setup.workerUrl)) ?? []) : [];
  const missing = [
    ...missingIn(ofPage, needsOfPage(setup), origin),
    ...missingIn(ofWorker, setup.worker === 'file' ? needsOfProgram(setup) : [], origin),
  ];
  const lines = new Set(missing.map(({ line }) => line));
  const findings: Finding[] = missing.map((need) => ({ check, state: severity(need), says: inWords(need) }));
  if (setup.worker !== 'none' && trustedTypesRefuse(ofPage)) {
    findings.push({
      check,
      state: 'wrong',
      says: 'Trusted Types refuse the worker: the policy `edgecart` is not allowed',
    });
    lines.add('trusted-types edgecart');
  }
  if (findings.length > 0) return { findings, lines: [...lines] };
  const says = ofPage.length + ofWorker.length === 0 ? 'the page has none' : 'it allows all that Edgecart asks for';
  return { findings: [{ check, state: 'fine', says }], lines: [] };
}

const severity = ({ wanted, lost }: Missing): Finding['state'] =>
  wanted === "'wasm-unsafe-eval'" || lost.startsWith('the item graph') ? 'note' : 'wrong';
const inWords = ({ directive, wanted, lost }: Missing) => `${directive} refuses ${wanted}: ${lost}`;

function checkWasm({ worker }: Setup, { runtime }: Insights): Finding {
  const check = 'WASM';
  if (runtime.place === 'worker' && worker === 'file')
    return { check, state: 'fine', says: "as the policy of the worker's file says" };
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return { check, state: 'fine', says: 'works' };
  } catch (error) {
    return { check, state: 'note', says: `refused, so the catalogue is scanned by TypeScript: ${error}` };
  }
}

function checkStorage({ runtime, consent }: Insights, watched: Watched): Finding {
  const check = 'storage';
  if (runtime.store === 'indexeddb') return { check, state: 'fine', says: 'IndexedDB' };
  if (!consent.store) return { check, state: 'fine', says: 'memory, for the shopper has not agreed to storing (yet)' };
  return {
    check,
    state: 'wrong',
    says: told(watched, 'storage-refused') ?? 'memory, although the shopper agreed: the browser refuses IndexedDB',
    todo: 'private windows and sandboxed frames refuse it; elsewhere see whether the disk is full',
  };
}

async function checkModel(setup: Setup, { model }: Insights): Promise<Finding[]> {
  const check = 'model';
  if (model !== null) {
    const says = `${model.version.slice(0, 12)}… of ${model.items} products`;
    if (model.encoder || setup.worker === 'none') return [{ check, state: 'fine', says }];
    const todo = 'edgecart-encoder.js did not load (yet); the item graph answers in its place';
    return [{ check, state: 'note', says: `${says}, without the encoder`, todo }];
  }
  if (setup.model === undefined) return [notGiven(check)];
  const found = await lookUpModel(setup.model);
  const spared =
    'it was not loaded: the page is hidden, the browser saves data, or the file is refused (onDiagnostic tells)';
  return [found ?? { check, state: 'note', says: spared }];
}

function checkConsent({ consent }: Insights): Finding {
  const on = Object.entries(consent).flatMap(([name, value]) => (value ? [name] : []));
  const off = Object.entries(consent).flatMap(([name, value]) => (value ? [] : [name]));
  const says = [on.length > 0 && `on: ${on.join(', ')}`, off.length > 0 && `off: ${off.join(', ')}`];
  return { check: 'consent', state: 'fine', says: says.filter((part) => part !== false).join('; ') };
}

function checkEvents({ cleaning }: Insights): Finding {
  const count = (outcome: string) => cleaning.filter((each) => each.outcome === outcome).length;
  const says = `${count('accepted')} accepted, ${count('mended')} mended, ${count('rejected')} rejected`;
  if (cleaning.length === 0)
    return {
      check: 'events',
      state: 'note',
      says: 'none has arrived',
      todo: "edgecart('track', …) and edgecart('cart.set', …)",
    };
  const state = count('rejected') > 0 ? 'wrong' : count('mended') > 0 ? 'note' : 'fine';
  return state === 'fine'
    ? { check: 'events', state, says }
    : { check: 'events', state, says, todo: 'the reasons are below' };
}

function costsOf({ timings }: Insights, askedMs: number): Cost[] {
  const files = performance.getEntriesByType('resource').flatMap((entry): Cost[] => {
    const { name, duration, encodedBodySize } = entry as PerformanceResourceTiming;
    const file = /edgecart(-\w+)?\.js/.exec(name)?.[0];
    // Chromium lists a worker's file a second time, by the worker's own clock, which gives nonsense.
    if (file === undefined || file === 'edgecart-doctor.js' || duration < 0) return [];
    return [{ what: `${file} loaded`, ms: duration, ...(encodedBodySize > 0 && { bytes: encodedBodySize }) }];
  });
  return [
    ...files,
    ...(timings.take === undefined ? [] : [{ what: 'an event, in the worker', ms: timings.take }]),
    ...(timings.recommend === undefined ? [] : [{ what: 'suggestions, in the worker', ms: timings.recommend }]),
    { what: 'suggestions, asked from the page', ms: askedMs },
  ];
}

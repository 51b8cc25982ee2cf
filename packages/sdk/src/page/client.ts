import type { Consent, Diagnostic, Edgecart, EdgecartOptions, Recommendations, RecommendRequest } from '../api.ts';
import type { JournalEntry, Notice, WorkerApi, WorkerConfig } from '../contract.ts';
import { sendBeacon } from './beacon.ts';
import { checkOptions } from './check-options.ts';
import { allOff, createConsentSwitches } from './consent-switches.ts';
import { createJournal } from './journal.ts';
import { nextTask } from './next-task.ts';
import { noInsights, noRecommendations } from './nothing.ts';
import { followPage, watchHuman } from './page-life.ts';
import { type Connection, connect, type Parts } from './worker-connection.ts';

export function createClient(options: EdgecartOptions, parts: Parts): Edgecart {
  const settings = checkOptions(options);
  const listening = new AbortController();
  const switches = createConsentSwitches(options.memoryOnly);
  const journal = createJournal();
  const humanSeen = watchHuman(listening.signal);
  const subscribers = new Set<() => void>();
  const lastAnswers = new Map<string, Recommendations>();
  let unsent: string[] = [];
  let closed = false;
  let entries = 0;
  const pageKey = Math.random().toString(36).slice(2) + Date.now().toString(36);

  const diagnose = (code: string, message: string) => report({ code, message, timeMs: Date.now() });
  const report = (diagnostic: Diagnostic) => {
    if (options.debug) console.info(`[edgecart] ${diagnostic.code}: ${diagnostic.message}`);
    quietly(() => options.onDiagnostic?.(diagnostic));
  };

  const onNotice = (notice: Notice) => {
    if (notice.edgecart === 'diagnostic') report(notice.diagnostic);
    else if (notice.edgecart === 'unsent') unsent = notice.records;
    else for (const notify of subscribers) notify();
  };

  journal.keep(switches.current().store);
  const connected: Promise<Connection | undefined> = connect(parts, settings.place, onNotice, (why) =>
    diagnose('worker-unavailable', `No worker: ${why}. Working on the page, without the encoder.`),
  )
    .then(async (connection) => {
      const { place } = connection;
      const config: WorkerConfig = { ...settings.worker, place, hidden: document.hidden, consent: switches.current() };
      await connection.call('start', config);
      if (place === 'worker') whenIdle(() => loadEncoder(connection));
      return connection;
    })
    .catch((error: unknown) => {
      diagnose('unavailable', `Neither worker nor page runs: ${error}. Nothing is recommended.`);
      return undefined;
    });

  async function loadEncoder(connection: Connection): Promise<void> {
    try {
      const url = await parts.encoderUrl();
      if (url !== undefined && !closed) await connection.call('loadEncoder', url, 60_000);
    } catch (error) {
      diagnose('encoder-unavailable', `The encoder did not load: ${error}. The item graph answers.`);
    }
  }

  /** Calls the worker; `undefined` when it cannot, will not or does not in time. */
  async function ask<Name extends keyof WorkerApi>(
    name: Name,
    argument: Parameters<WorkerApi[Name]>[0],
    limitMs?: number,
  ): Promise<Awaited<ReturnType<WorkerApi[Name]>> | undefined> {
    try {
      const connection = await connected;
      return connection && !closed ? await connection.call(name, argument, limitMs) : undefined;
    } catch (error) {
      diagnose('call-failed', String(error));
      return undefined;
    }
  }

  let handingOver: Promise<void> | undefined;
  /** Hands over what waits, in order; what comes meanwhile goes with the next round. Resolves when nothing waits. */
  function handOver(): Promise<void> {
    handingOver ??= drain().finally(() => {
      handingOver = undefined;
    });
    return handingOver;
  }

  async function drain(): Promise<void> {
    // To post a message takes longer than all else that `track` does, so that it does not belong into the shop's own task;
    // what the shop calls meanwhile travels with it.
    await nextTask();
    await connected;
    for (let batch = journal.pending(); batch.length > 0 && !closed; batch = journal.pending()) {
      if ((await ask('accept', batch)) === undefined) return;
      journal.acknowledge(batch);
    }
  }

  function capture(said: JournalEntry['said']): void {
    if (closed) return;
    const agreed = switches.current().send;
    journal.add({ page: pageKey, number: ++entries, timeMs: Date.now(), humanSeen: humanSeen(), agreed, said });
    // Nobody may come by later to save it.
    if (document.hidden) journal.save();
    void handOver();
  }

  async function recommend(
    request: RecommendRequest = {},
    limitMs = settings.worker.timeLimitMs,
    hurry = false,
  ): Promise<Recommendations> {
    const surface = request.surface ?? 'home';
    await connected;
    // What was captured before this call counts in its answer, unless that takes too long.
    if (!hurry) await Promise.race([handOver(), new Promise((resolve) => setTimeout(resolve, limitMs))]);
    const answer = await ask('recommend', { ...request, surface, hurry }, limitMs + 100);
    if (answer === undefined) return lastAnswers.get(surface) ?? noRecommendations(surface);
    lastAnswers.set(surface, answer);
    return answer;
  }

  function obey(consent: Consent): void {
    journal.keep(consent.store);
    if (!consent.send) unsent = [];
    void ask('consent', consent);
  }

  async function forget(): Promise<void> {
    switches.change(allOff);
    journal.clear();
    journal.keep(false);
    unsent = [];
    lastAnswers.clear();
    await ask('forget', undefined);
  }

  /** What was agreed to, taken back or forgotten in another tab holds here too. */
  const follow = () => {
    if (!switches.changedElsewhere()) return;
    const consent = switches.current();
    if (consent.store) obey(consent);
    else void forget();
  };

  followPage(listening.signal, {
    hidden() {
      follow();
      journal.save();
      // Without a collector nothing is made that could be unsent.
      if (switches.current().send) unsent = unsent.slice(sendBeacon(`${settings.worker.collector}/v1/records`, unsent));
    },
    changed() {
      // A page that was frozen was told nothing.
      follow();
      void ask('awake', document.hidden);
    },
    stored: follow,
  });
  void handOver();

  return {
    track: (event) => quietly(() => capture({ event: textOf(event) }), diagnose),
    cart: { set: (items) => quietly(() => capture({ cart: textOf(items) }), diagnose) },
    recommend: (request) => recommend(request),
    onRecommendations(request, listener) {
      let stopped = false;
      let asking = false;
      let again = false;
      let shown = '';
      const update = async () => {
        if (stopped || closed) return;
        again = asking;
        if (asking) return;
        asking = true;
        // A late answer is better than none where nobody waits for it, and a poor one than an empty place at first.
        const answer = await recommend(request, 5_000, shown === '');
        asking = false;
        const fingerprint = JSON.stringify([
          answer.model,
          answer.items.map((item) => [item.item_id, item.source, item.reason.text]),
        ]);
        if (!stopped && !closed && fingerprint !== shown) {
          shown = fingerprint;
          quietly(() => listener(answer));
        }
        if (again) void update();
      };
      const notify = () => void update();
      subscribers.add(notify);
      notify();
      return () => {
        stopped = true;
        subscribers.delete(notify);
      };
    },
    gone: (gone) => void ask('live', { gone }),
    rising: (rising) => void ask('live', { rising }),
    shown: (ids) => void ask('shown', ids),
    insights: async () => (await ask('insights', undefined)) ?? noInsights(switches.current()),
    consent(choice) {
      const consent = switches.change(choice);
      if (choice.send && !consent.send) diagnose('sending-refused', 'GPC or DNT is on: nothing is sent.');
      obey(consent);
    },
    ledger: async () => (await ask('ledger', undefined)) ?? [],
    forget,
    async close() {
      if (closed) return;
      await ask('close', undefined, 1_000);
      closed = true;
      listening.abort();
      subscribers.clear();
      (await connected)?.close();
    },
  };
}

/** Also of what is no JSON: the worker says what is wrong with it. */
const textOf = (value: unknown): string => JSON.stringify(value ?? null);

function quietly(work: () => void, diagnose?: (code: string, message: string) => void): void {
  try {
    work();
  } catch (error) {
    diagnose?.('event-rejected', `Not copied: ${error}. Pass plain objects.`);
  }
}

function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: 3_000 });
  else setTimeout(work, 500);
}

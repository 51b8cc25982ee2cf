import type { Interaction } from '@edgecart/protocol';
import { isSold, type Model, recommend, type SessionEncoder, type ShopperState } from '@edgecart/recommender';
import type { Insights } from '../api.ts';
import type { JournalEntry, LiveSignals, Notice, WorkerApi, WorkerConfig } from '../contract.ts';
import { affinity, cartSummary, hesitation, intent, interactions, sessionSummary } from './analyse.ts';
import { emptyCatalogue, type KeptCatalogue, loadCatalogue } from './catalogue-keeper.ts';
import { createDelivery, type Delivery } from './deliver.ts';
import { explained } from './explanations.ts';
import { answersKept, type KeptAnswers } from './kept-answers.ts';
import { createMemoryStore } from './memory-store.ts';
import { keepModel, type ModelKeeper } from './model-keeper.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { createVisitKeeper, type VisitKeeper } from './visit-keeper.ts';

/** What was bought is not suggested again for so long. */
const boughtLatelyMs = 86_400_000;
/** Events that arrive before the catalogue wait this long for it: without it their gaps cannot be filled. */
const catalogueWaitMs = 2_000;
/** On a later page the store is there within milliseconds and has the better first answers; to make it takes far longer. */
const storeWaitMs = 50;
/** Nobody waits for the first answer of a subscription, but its place is empty until then. */
const hurryMs = 4_000;
const keepDelayMs = 300;
const calmAfterMs = 1_000;
/** More interactions than a session has. */
const newestMost = 1_000_000;
/** Of one event: learning from an item takes a millisecond. */
const itemsLearned = 3;

/** The worker's program: what the page asks for, put together from the steps of the data's way. */
export function createProgram(notify: (notice: Notice) => void): WorkerApi {
  let config: WorkerConfig | undefined;
  let store: Store = createMemoryStore();
  let catalogue: KeptCatalogue = emptyCatalogue;
  /** Its first items, while the others are on their way. */
  let firstItems: KeptCatalogue | undefined;
  let catalogueReady: Promise<unknown> = Promise.resolve();
  let kept: KeptAnswers | undefined;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  /** Resolves when what an earlier page has left is known. */
  let goingOn: Promise<unknown> = Promise.resolve();
  let models: ModelKeeper | undefined;
  let delivery: Delivery | undefined;
  let visits: VisitKeeper | undefined;
  let hidden = false;
  let shopper: ShopperState | undefined;
  let learnedMs = Date.now();
  let timings: Insights['timings'] = {};
  let live: LiveSignals & { gone: string[] } = { gone: [] };
  /** Version of the model that the newest answer came from. */
  let answeredBy = 'none';
  /** The arm of the experiment that this page is in, or 0; it holds for all that the page asks for afterwards. */
  let answeredFor = 0;
  let work: Promise<unknown> = Promise.resolve();
  /** Kept when the first answer is given, or nobody asks for one. */
  const calm = promised();
  /** Kept as soon as there is anything to answer from. */
  const something = promised();

  const diagnose = (code: string, message: string) =>
    notify({ edgecart: 'diagnostic', diagnostic: { code, message, timeMs: Date.now() } });
  const changed = () => notify({ edgecart: 'changed' });

  /** One after the other: cleaning, storing and consent must see each other's results. */
  function inOrder<T>(task: () => Promise<T>): Promise<T> {
    const done = work.then(task);
    work = done.catch(() => {});
    return done;
  }

  const mayLeave = (id: string) => {
    const item = catalogue.items.get(id);
    // A catalogue that could not be had might have called the item sensitive.
    if (item === undefined) return current().catalogue === undefined && models?.model?.rowOf.has(id) === true;
    return ![item.item_category, item.item_category2].some(catalogue.sensitive);
  };

  /** Answers come from memory until the store is open; what the shopper does waits for it. */
  async function start(given: WorkerConfig): Promise<void> {
    config = given;
    hidden = given.hidden;
    setTimeout(calm.keep, calmAfterMs);
    visits = createVisitKeeper({
      store: () => store,
      catalogue: () => catalogue.items,
      mayLeave,
      pathDelayMs: given.delivery.pathDelayMs,
      // Without a collector there is nobody to send to, so nothing is made either.
      consent: () => ({ ...current().consent, send: current().consent.send && given.collector !== undefined }),
      diagnose,
      onQueued: () => void delivery?.enqueued(),
    });
    const opening = given.consent.store ? openStore(diagnose) : Promise.resolve(store);
    goingOn = inOrder(async () => goOn(await opening, given));
    if (given.catalogue !== undefined)
      catalogueReady = loadCatalogue(
        given.catalogue,
        opening,
        fetch,
        within(
          goingOn.then(() => kept && calm.kept),
          storeWaitMs,
        ),
        (first) => {
          firstItems = first;
          something.keep();
          return calm.kept;
        },
      ).then(
        (loaded) => {
          catalogue = loaded;
          firstItems = undefined;
          something.keep();
          changed();
        },
        (error) => diagnose('catalogue-unavailable', `${error}. Nothing can be sent.`),
      );
  }

  /** Goes on where the last page has stopped. */
  async function goOn(
    opened: Store,
    { collector, model, modelCheckMs, consent, ...given }: WorkerConfig,
  ): Promise<void> {
    store = opened;
    if (collector !== undefined)
      delivery = createDelivery(() => store, {
        url: `${collector}/v1/records`,
        ...given.delivery,
        fetcher: fetch,
        diagnose,
        onUnsent: (records) => notify({ edgecart: 'unsent', records }),
      });
    const reading = Promise.all([store.readCopy('answers'), store.readCopy('shopper')]);
    await visits?.open();
    [kept, shopper] = (await reading) as [KeptAnswers | undefined, ShopperState | undefined];
    if (model !== undefined)
      models = keepModel({
        folder: model,
        checkMs: modelCheckMs,
        sparing: () => (hidden ? 'The page is hidden' : sparing()),
        calm: calm.kept,
        store: () => store,
        fetcher: fetch,
        diagnose,
        onSwap: () => {
          something.keep();
          changed();
        },
      });
    if (kept || (model ?? given.catalogue) === undefined) something.keep();
    delivery?.permit(consent.send);
    void delivery?.enqueued();
  }

  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('not started');
    return part;
  };
  const current = () => started(config);
  const opened = () => started(visits);

  async function accept(entries: JournalEntry[]): Promise<true> {
    setTimeout(calm.keep, calmAfterMs / 5);
    await within(catalogueReady, catalogueWaitMs);
    const startMs = performance.now();
    await opened().take(entries);
    timings = { ...timings, take: performance.now() - startMs };
    changed();
    setTimeout(learn);
    return true;
  }

  /** After the answers: what the shopper did since it was last looked at teaches what the shopper likes. */
  function learn(): void {
    const { visit, events } = opened();
    const encoder = models?.encoder;
    const allowed = current().consent.remember && !visit.machineLike;
    events.forEach(({ name, items, timeMs }, at) => {
      if (timeMs <= learnedMs) return;
      learnedMs = timeMs;
      if (!encoder || !allowed) return;
      const before = interactions(events.slice(0, at), visit, timeMs);
      for (const { item_id } of items.slice(0, itemsLearned)) shopper = encoder.learn(before, name, item_id);
    });
    if (shopper && allowed) void store.writeCopy('shopper', shopper);
  }

  function forgetShopper(): Promise<unknown> {
    shopper = undefined;
    models?.encoder?.recall(shopper);
    return store.writeCopy('shopper', shopper);
  }

  /** Once the shopper has seen them: the next page begins with them. */
  function keepAnswers(make: () => KeptAnswers): void {
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      if (store.kind === 'indexeddb') void store.writeCopy('answers', make());
    }, keepDelayMs);
  }

  /** What the shopper does with these counts as ours. */
  const shown = async (ids: string[]) => opened().noteShown(ids, answeredBy, answeredFor);

  async function answer({
    surface,
    limit = 10,
    newest = newestMost,
    quiet,
    arm = answeredFor,
  }: Parameters<WorkerApi['recommend']>[0]) {
    const wanted = Math.min(100, Math.max(1, Math.trunc(limit) || 10));
    const startMs = performance.now();
    const keeper = opened();
    const { visit, events } = keeper;
    const looking = surface === 'product' ? events.findLast((event) => event.name === 'view_item') : undefined;
    const done = events.filter(
      (event) => event === looking || (event.name === 'purchase' && Date.now() - event.timeMs < boughtLatelyMs),
    );
    const had = [...(visit.cart ?? []), ...done.flatMap((event) => event.items)];
    const excluded = new Set([...live.gone, ...had.map((item) => item.item_id)]);
    const session = interactions(events, visit, Date.now());
    const acted = new Map(session.map(({ item_id, type, in_cart }) => [item_id, in_cart ? 'add_to_cart' : type]));
    const loaded = models?.model;
    const { items: known } = loaded ? catalogue : (firstItems ?? catalogue);
    const ask = (session: readonly Interaction[], limit: number) =>
      recommend({ ...live, model: loaded, encoder: models?.encoder, catalogue: known, session, excluded, limit }).map(
        (suggestion) => explained(suggestion, known, acted),
      );
    const early = loaded ? undefined : kept;
    const model = loaded?.version ?? early?.model ?? 'none';
    // What was kept is for the visit it was made in, unless the shopper may be known again.
    const meant = early?.visit === visit.visit || current().consent.remember ? early?.items : early?.popular;
    const found = meant
      ?.filter(({ item_id }) => !excluded.has(item_id) && isSold(catalogue.items, catalogue.items.get(item_id)))
      .slice(0, wanted);
    const items = found?.length ? found : ask(session.slice(-newest || newestMost), wanted);
    answeredBy = model;
    // Whatever a page passes, no more than three bits of it can leave.
    answeredFor = arm & 7;
    if (!quiet) void shown(items.map(({ item_id }) => item_id));
    if (loaded)
      keepAnswers(() => ({
        visit: visit.visit,
        model,
        items: ask(session, answersKept),
        popular: ask([], answersKept),
      }));
    const tookMs = performance.now() - startMs;
    timings = { ...timings, recommend: tookMs };
    return { surface, items, model, tookMs };
  }

  return {
    start,
    accept: (entries) => inOrder(() => accept(entries)),
    async recommend(request) {
      models?.look();
      if (request.hurry) await within(something.kept, hurryMs);
      else {
        // What was captured before counts, and the first model is worth waiting for, but not beyond the time limit.
        calm.keep();
        await within(Promise.all([catalogueReady, work.then(() => models?.firstLook)]), config?.timeLimitMs ?? 0);
      }
      setTimeout(calm.keep);
      return answer(request);
    },
    shown,
    async insights() {
      models?.look();
      await work;
      const { visit, events, cleaning } = opened();
      const session = interactions(events, visit, Date.now());
      const told = events.filter((event) => event.visit === visit.visit);
      const model = models?.model;
      const queue = await store.queue();
      const unsent = queue.filter((record) => record.kind === 'count').length;
      return {
        cart: cartSummary(visit, catalogue.items),
        session: sessionSummary(told, visit),
        intent: intent(told, visit),
        hesitation: hesitation(told),
        affinity: affinity(session, catalogue.items),
        persona: models?.encoder?.persona(session.map(({ item_id }) => item_id)) ?? null,
        seen: session.map(({ item_id }) => catalogue.items.get(item_id) ?? { item_id }).reverse(),
        model: model
          ? { version: model.version, encoder: models?.encoder !== undefined, items: model.rowOf.size }
          : null,
        cleaning: cleaning.slice(),
        timings,
        runtime: {
          place: current().place,
          store: store.kind,
          unsent,
          waitingPaths: queue.length - unsent,
        },
        consent: current().consent,
      };
    },
    consent(consent) {
      // Now, not when what is under way is done.
      if (!consent.send) delivery?.permit(false);
      return inOrder(async () => {
        const before = current().consent;
        config = { ...current(), consent };
        if (consent.store !== before.store) {
          const old = store;
          store = consent.store ? await openStore(diagnose) : createMemoryStore();
          await opened().moveOver(store, await old.queue());
          await store.settle([], await old.ledger());
          const model = await old.readCopy('model');
          if (model !== undefined) await store.writeCopy('model', model);
          if (!consent.store) await old.clear();
          old.close();
        }
        if (!consent.remember) await forgetShopper();
        if (!consent.send) {
          const queue = await store.queue();
          await store.settle(
            queue.map((record) => record.id),
            [],
          );
        }
        delivery?.permit(consent.send);
        await delivery?.enqueued();
        changed();
      });
    },
    ledger: () => inOrder(() => store.ledger()),
    live: async (said) => {
      live = { ...live, ...said };
      changed();
    },
    forget: () =>
      inOrder(async () => {
        config = { ...current(), consent: { store: false, remember: false, send: false } };
        delivery?.permit(false);
        // Also what an earlier page stored when this one has no consent to.
        if (!current().memoryOnly) {
          const device = store.kind === 'indexeddb' ? store : await openStore(diagnose);
          await device.clear();
          device.close();
        }
        store = createMemoryStore();
        kept = undefined;
        void forgetShopper();
        opened().reset();
        await delivery?.enqueued();
        changed();
      }),
    close: () =>
      inOrder(async () => {
        clearTimeout(keeping);
        visits?.halt();
        models?.halt();
        delivery?.halt();
        store.close();
      }),
    async loadEncoder(url) {
      await Promise.all([calm.kept, goingOn]);
      const late = await loadLatePart(url);
      models?.useEncoder((model) => {
        const encoder = late(model);
        encoder.recall(shopper);
        // As objects and strings they take most of the worker's memory.
        void catalogueReady.then(() => late.compactItems(catalogue, model));
        return encoder;
      });
    },
    async awake(isHidden) {
      hidden = isHidden;
      if (hidden) return;
      // Not told by a BroadcastChannel: what it says puts pages out of the back/forward cache.
      void inOrder(opened().load).then(changed);
      delivery?.online();
      models?.look();
    },
  };
}

type LatePart = ((model: Model) => SessionEncoder) & {
  compactItems(catalogue: KeptCatalogue, model: Model): Promise<void>;
};

/** The part with TensorFlow.js is a script that leaves a function behind; classic workers and module workers differ. */
async function loadLatePart(url: string): Promise<LatePart> {
  const scope = globalThis as { edgecartCreateEncoder?: LatePart; importScripts?: (url: string) => void };
  try {
    scope.importScripts?.(url);
  } catch {
    await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
  }
  if (scope.edgecartCreateEncoder === undefined) throw new Error(`${url} is no encoder`);
  return scope.edgecartCreateEncoder;
}

/** Why this device should not download a model, as far as the browser tells. */
function sparing(): string | undefined {
  const { connection, deviceMemory } = navigator as Navigator & {
    connection?: { saveData?: boolean };
    deviceMemory?: number;
  };
  if (connection?.saveData) return 'The browser saves data';
  return Number(deviceMemory) < 1 ? 'Little memory' : undefined;
}

/** A promise and how to keep it. */
function promised(): { kept: Promise<void>; keep: () => void } {
  let keep = () => {};
  const kept = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { kept, keep };
}

/** Waits for a promise, whatever becomes of it, but no longer than the limit. */
async function within(promise: Promise<unknown>, limitMs: number): Promise<void> {
  await Promise.race([promise.catch(() => {}), new Promise((resolve) => setTimeout(resolve, limitMs))]);
}

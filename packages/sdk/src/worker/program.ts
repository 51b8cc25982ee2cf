import { categoryShares, type Model, nearestPersona, recommend, type SessionEncoder } from '@edgecart/recommender';
import type { Insights } from '../api.ts';
import type { JournalEntry, Notice, WorkerApi, WorkerConfig } from '../contract.ts';
import { affinity, cartSummary, hesitation, intent, interactions, sessionSummary } from './analyse.ts';
import { emptyCatalogue, type KeptCatalogue, loadCatalogue } from './catalogue-keeper.ts';
import { createDelivery, type Delivery } from './deliver.ts';
import { explained } from './explanations.ts';
import { createMemoryStore } from './memory-store.ts';
import { keepModel, type ModelKeeper } from './model-keeper.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';
import { createVisitKeeper, type VisitKeeper } from './visit-keeper.ts';

/** What was bought is not suggested again for so long. */
const boughtLatelyMs = 86_400_000;
/** Events that arrive before the catalogue wait this long for it: without it their gaps cannot be filled. */
const catalogueWaitMs = 2_000;

/** The worker's program: what the page asks for, put together from the steps of the data's way. */
export function createProgram(notify: (notice: Notice) => void): WorkerApi {
  let config: WorkerConfig | undefined;
  let store: Store = createMemoryStore();
  let catalogue: KeptCatalogue = emptyCatalogue;
  let catalogueReady: Promise<unknown> = Promise.resolve();
  let models: ModelKeeper | undefined;
  let delivery: Delivery | undefined;
  let visits: VisitKeeper | undefined;
  let timings: Insights['timings'] = {};
  let work: Promise<unknown> = Promise.resolve();

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
    if (item === undefined) return catalogue.items.size === 0 && models?.model?.rowOf.has(id) === true;
    return !catalogue.sensitive.has(item.item_category) && !catalogue.sensitive.has(item.item_category2 ?? '');
  };

  async function start(given: WorkerConfig): Promise<void> {
    config = given;
    const { collector, model, modelCheckMs, consent } = given;
    if (consent.store) store = await openStore(diagnose);
    if (given.catalogue !== undefined)
      catalogueReady = loadCatalogue(given.catalogue, () => store, fetch).then(
        (loaded) => {
          catalogue = loaded;
          changed();
        },
        (error) => diagnose('catalogue-unavailable', `${error}. Nothing can be sent.`),
      );
    if (model !== undefined)
      models = keepModel({
        folder: model,
        checkMs: modelCheckMs,
        store: () => store,
        fetcher: fetch,
        diagnose,
        onSwap: changed,
      });
    if (collector !== undefined)
      delivery = createDelivery(() => store, {
        url: `${collector}/v1/records`,
        ...given.delivery,
        fetcher: fetch,
        diagnose,
        onUnsent: (records) => notify({ edgecart: 'unsent', records }),
      });
    visits = createVisitKeeper({
      store: () => store,
      catalogue: () => catalogue.items,
      mayLeave,
      pathDelayMs: given.delivery.pathDelayMs,
      // Without a collector there is nobody to send to, so nothing is made either.
      consent: () => ({ ...current().consent, send: current().consent.send && collector !== undefined }),
      diagnose,
      onQueued: () => void delivery?.enqueued(),
    });
    await visits.open();
    delivery?.allow(consent.send);
    void delivery?.enqueued();
  }

  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('the worker was asked before it was started');
    return part;
  };
  const current = () => started(config);
  const opened = () => started(visits);

  async function accept(entries: JournalEntry[]): Promise<true> {
    await within(catalogueReady, catalogueWaitMs);
    const startMs = performance.now();
    await opened().take(entries);
    timings = { ...timings, take: performance.now() - startMs };
    changed();
    return true;
  }

  async function answer(surface: string, limit: number) {
    const startMs = performance.now();
    const keeper = opened();
    const { visit, events } = keeper;
    const inCart = new Set(visit.cart?.map((line) => line.item_id));
    const looking = surface === 'product' ? events.findLast((event) => event.name === 'view_item') : undefined;
    const bought = events.filter((event) => event.name === 'purchase' && Date.now() - event.timeMs < boughtLatelyMs);
    const done = [...bought, ...(looking ? [looking] : [])].flatMap((event) => event.items);
    const excluded = new Set([...inCart, ...done.map((item) => item.item_id)]);
    const session = interactions(events, visit, Date.now());
    const acted = new Map(session.map(({ item_id, type, in_cart }) => [item_id, in_cart ? 'add_to_cart' : type]));
    const suggestions = recommend({
      model: models?.model,
      encoder: models?.encoder,
      catalogue: catalogue.items,
      session,
      excluded,
      limit,
    });
    const model = models?.model?.version ?? 'none';
    keeper.noteShown(suggestions, model);
    const items = suggestions.map((suggestion) => explained(suggestion, catalogue.items, acted));
    const tookMs = performance.now() - startMs;
    timings = { ...timings, recommend: tookMs };
    return { surface, items, model, tookMs };
  }

  return {
    start: (given) => inOrder(() => start(given)),
    accept: (entries) => inOrder(() => accept(entries)),
    async recommend({ surface = 'home', limit = 10 }) {
      const wanted = Math.min(100, Math.max(1, Math.trunc(limit) || 10));
      // What was captured before counts, and the first model is worth waiting for, but not beyond the time limit.
      await within(Promise.all([work, catalogueReady, models?.first]), config?.timeLimitMs ?? 0);
      return answer(surface, wanted);
    },
    async insights() {
      await work;
      const { visit, events, cleaning } = opened();
      const session = interactions(events, visit, Date.now());
      const told = events.filter((event) => event.visit === visit.visit);
      const model = models?.model;
      const queue = await store.queue();
      const shares =
        model &&
        categoryShares(
          model,
          session.map((interaction) => interaction.item_id),
        );
      return {
        cart: cartSummary(visit, catalogue.items),
        session: sessionSummary(told, visit),
        intent: intent(told, visit),
        hesitation: hesitation(told),
        affinity: affinity(session, catalogue.items),
        persona: (model && shares && nearestPersona(model, shares)) ?? null,
        model: model
          ? { version: model.version, encoder: models?.encoder !== undefined, items: model.rowOf.size }
          : null,
        cleaning: cleaning.slice(),
        timings,
        runtime: {
          place: current().place,
          store: store.kind,
          unsent: queue.filter((record) => record.kind === 'count').length,
          waitingPaths: queue.filter((record) => record.kind === 'path').length,
        },
        consent: current().consent,
      };
    },
    consent: (consent) =>
      inOrder(async () => {
        const before = current().consent;
        config = { ...current(), consent };
        if (consent.store !== before.store) {
          const old = store;
          store = consent.store ? await openStore(diagnose) : createMemoryStore();
          await opened().moveTo(store, await old.queue());
          await store.settle([], await old.ledger());
          const model = await old.readCopy('model');
          if (model !== undefined) await store.writeCopy('model', model);
          if (!consent.store) await old.clear();
          old.close();
        }
        if (!consent.send) {
          const queue = await store.queue();
          await store.settle(
            queue.map((record) => record.id),
            [],
          );
        }
        delivery?.allow(consent.send);
        await delivery?.enqueued();
        changed();
      }),
    ledger: () => inOrder(() => store.ledger()),
    forget: () =>
      inOrder(async () => {
        config = { ...current(), consent: { store: false, remember: false, send: false } };
        delivery?.allow(false);
        // Also what an earlier page stored when this one has no consent to.
        if (!current().memoryOnly) {
          const device = store.kind === 'indexeddb' ? store : await openStore(diagnose);
          await device.clear();
          device.close();
        }
        store = createMemoryStore();
        opened().reset();
        await delivery?.enqueued();
        changed();
      }),
    close: () =>
      inOrder(async () => {
        visits?.stop();
        models?.stop();
        delivery?.stop();
        store.close();
      }),
    async loadEncoder(url) {
      const create = await loadEncoderScript(url);
      models?.useEncoder((model) => create(model));
    },
    async online() {
      delivery?.online();
    },
  };
}

type CreateEncoder = (model: Model) => SessionEncoder;

/** The part with TensorFlow.js is a script that leaves a function behind; classic workers and module workers differ. */
async function loadEncoderScript(url: string): Promise<CreateEncoder> {
  const scope = globalThis as { edgecartCreateEncoder?: CreateEncoder; importScripts?: (url: string) => void };
  try {
    scope.importScripts?.(url);
  } catch {
    await import(/* @vite-ignore */ url);
  }
  if (scope.edgecartCreateEncoder === undefined) throw new Error(`${url} is not Edgecart's encoder`);
  return scope.edgecartCreateEncoder;
}

/** Waits for a promise, whatever becomes of it, but no longer than the limit. */
async function within(promise: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([promise.catch(() => {}), limit]);
  clearTimeout(timer);
}

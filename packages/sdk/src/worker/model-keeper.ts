import type { Canary, ModelManifest } from '@edgecart/protocol';
import { fetchLatest, fetchModel, loadModel, type Model, readModel, type SessionEncoder } from '@edgecart/recommender';
import type { Store } from './store.ts';

export interface ModelKeeper {
  readonly model: Model | undefined;
  readonly encoder: SessionEncoder | undefined;
  /** Resolves when there is a model, or the first try to get one has failed. */
  readonly firstLook: Promise<void>;
  useEncoder(create: (model: Model) => SessionEncoder): void;
  /** Looks for a newer model, if the last look was long enough ago. */
  look(): void;
  halt(): void;
}

/** The model as it lies on the device. */
interface KeptModel {
  folder: string;
  manifest: Blob;
  file: Blob;
  /** From 0 up to 1: drawn once on this device, and never told. It decides which canaries this device takes. */
  draw: number;
}

export interface ModelKeeperOptions {
  folder: string;
  checkMs: number;
  /** Why nothing may be downloaded now, if so. */
  sparing: () => string | undefined;
  /** Resolves when the first answer is given: what takes the worker's time waits until then. */
  calm: Promise<unknown>;
  store: () => Store;
  fetcher: typeof fetch;
  diagnose: (code: string, message: string) => void;
  onSwap: () => void;
}

/**
 * Keeps the current model: the one on the device first, then the shop's latest, looked up now and then while there are
 * requests; without them nothing wakes the worker. A model that is broken is refused and the last good one stays. Swaps
 * happen between two requests, for nothing here runs inside one.
 */
export function keepModel(options: ModelKeeperOptions): ModelKeeper {
  const { folder, fetcher, store, diagnose } = options;
  let model: Model | undefined;
  let encoder: SessionEncoder | undefined;
  let create: ((model: Model) => SessionEncoder) | undefined;
  let draw = Math.random();
  const refused: Record<string, boolean> = {};
  /** Infinity once this is halted. */
  let lookedMs = 0;
  let spared: string | undefined;

  function use(next: Model): void {
    // Made before the swap: a model whose encoder cannot be made is refused like any broken one.
    encoder = create?.(next);
    model = next;
    options.onSwap();
  }

  async function open(fetched: Parameters<typeof readModel<ModelManifest>>[0], onBroken?: () => void): Promise<Model> {
    const { verified, model } = await loadModel(await readModel(fetched, onBroken));
    if (!verified) diagnose('model-unverified', 'The page is not secure.');
    use(model);
    return model;
  }

  async function fromDevice(): Promise<void> {
    const kept = (await store().readCopy('model')) as KeptModel | undefined;
    if (kept?.folder !== folder) return;
    draw = kept.draw;
    await options.calm;
    const manifest = (await new Response(kept.manifest).json()) as ModelManifest;
    await open({ manifest, answer: new Response(kept.file) });
  }

  /** Each canary turns the draw by its hash, so that not the same devices try all of them. */
  const takes = (canary: Canary | undefined): canary is Canary =>
    !!canary && !refused[canary.version] && (draw * Number.parseInt(canary.version.slice(0, 8), 16)) % 1 < canary.share;

  async function fromShop(): Promise<void> {
    const version = await fetchLatest(folder, fetcher, takes);
    if (version === model?.version || refused[version]) return;
    await options.calm;
    const fetched = await fetchModel(folder, version, fetcher);
    // What was downloaded and is broken will not be better next time; what could not be reached may be.
    refused[version] = true;
    if (fetched.manifest.version !== version) throw new Error(`the manifest names ${fetched.manifest.version}`);
    const { memory } = await open(fetched, () => {
      refused[version] = false;
    });
    refused[version] = false;
    // Blobs are written and read in pieces, without a copy of the whole on this side.
    const [manifest, file] = [JSON.stringify(fetched.manifest), memory.file].map((part) => new Blob([part]));
    void store().writeCopy('model', { folder, manifest, file, draw });
  }

  const tell = (code: string, what: unknown) =>
    diagnose(code, `${what}. ${model ? `${model.version} stays` : 'The ladder answers'}.`);

  const attempt = (work: () => Promise<void>, code: string): Promise<void> =>
    work().catch((error: unknown) => tell(code, error));

  /** Settles when there is nothing to wait for; a failure is told, not thrown. */
  async function look(): Promise<void> {
    if (Date.now() - lookedMs < options.checkMs) return;
    const reason = options.sparing();
    if (!reason) {
      lookedMs = Date.now();
      return attempt(fromShop, 'model-refused');
    }
    // Asked for again with the next request, and told once.
    if (reason !== spared) tell('model-spared', reason);
    spared = reason;
  }

  const firstLook = attempt(fromDevice, 'kept-model-refused').then(() => {
    const looking = look();
    return model ? undefined : looking;
  });

  return {
    get model() {
      return model;
    },
    get encoder() {
      return encoder;
    },
    firstLook,
    useEncoder(made) {
      create = made;
      if (model) use(model);
    },
    look: () => void firstLook.then(look),
    halt() {
      lookedMs = Infinity;
    },
  };
}

import type { ModelManifest } from '@edgecart/protocol';
import {
  fetchLatest,
  fetchModel,
  type LoadedModel,
  loadModel,
  type Model,
  readModel,
  type SessionEncoder,
} from '@edgecart/recommender';
import type { Store } from './store.ts';

export interface ModelKeeper {
  readonly model: Model | undefined;
  readonly encoder: SessionEncoder | undefined;
  /** Resolves when there is a model, or the first try to get one has failed. */
  readonly first: Promise<void>;
  useEncoder(create: (model: Model) => SessionEncoder): void;
  /** Looks for a newer model, if the last look was long enough ago. */
  look(): void;
  stop(): void;
}

/** The model as it lies on the device. */
interface KeptModel {
  folder: string;
  manifest: Blob;
  file: Blob;
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
  let refused: string | undefined;
  let lookedMs = -Infinity;
  let spared: string | undefined;
  let stopped = false;

  function use(loaded: LoadedModel): void {
    if (!loaded.verified) diagnose('model-unverified', 'The page is not secure: the model is unchecked.');
    // Made before the swap: a model whose encoder cannot be made is refused like any broken one.
    encoder = create?.(loaded.model);
    model = loaded.model;
    options.onSwap();
  }

  async function fromDevice(): Promise<void> {
    const kept = (await store().readCopy('model')) as KeptModel | undefined;
    if (kept?.folder !== folder) return;
    await options.calm;
    const manifest = (await new Response(kept.manifest).json()) as ModelManifest;
    use(await loadModel(await readModel({ manifest, answer: new Response(kept.file) })));
  }

  async function fromShop(): Promise<void> {
    const version = await fetchLatest(folder, fetcher);
    if (version === model?.version || version === refused) return;
    await options.calm;
    const fetched = await fetchModel(folder, version, fetcher);
    // What was downloaded and is broken will not be better next time; what could not be reached may be.
    refused = version;
    if (fetched.manifest.version !== version)
      throw new Error(`the manifest of ${version} calls itself ${fetched.manifest.version}`);
    const files = await readModel(fetched, () => {
      refused = undefined;
    });
    const loaded = await loadModel(files);
    use(loaded);
    refused = undefined;
    // Blobs are written and read in pieces, without a copy of the whole on this side.
    const [manifest, file] = [JSON.stringify(fetched.manifest), loaded.model.memory.file].map(
      (part) => new Blob([part]),
    );
    void store().writeCopy('model', { folder, manifest, file });
  }

  const attempt = (work: () => Promise<void>, code: string): Promise<void> =>
    work().catch((error: unknown) => {
      const kept = model === undefined ? 'The ladder answers.' : `${model.version} stays.`;
      diagnose(code, `${error instanceof Error ? error.message : error}. ${kept}`);
    });

  /** Settles when there is nothing to wait for; a failure is told, not thrown. */
  async function look(): Promise<void> {
    if (stopped || Date.now() - lookedMs < options.checkMs) return;
    lookedMs = Date.now();
    const reason = options.sparing();
    if (reason === undefined) return attempt(fromShop, 'model-refused');
    // Asked for again with the next request.
    lookedMs = -Infinity;
    if (reason !== spared) diagnose('model-spared', `${reason}. No model is loaded. The ladder answers.`);
    spared = reason;
  }

  const first = attempt(fromDevice, 'kept-model-refused').then(() => {
    const looking = look();
    return model === undefined ? looking : undefined;
  });

  return {
    get model() {
      return model;
    },
    get encoder() {
      return encoder;
    },
    first,
    useEncoder(made) {
      create = made;
      if (model !== undefined) {
        encoder = create(model);
        options.onSwap();
      }
    },
    look: () => void first.then(look),
    stop() {
      stopped = true;
    },
  };
}

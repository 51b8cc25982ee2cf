import type { EdgecartOptions } from '../api.ts';

/** How a page loads Edgecart, every URL absolute. */
export interface Setup {
  /** In words. */
  loading: string;
  worker: 'file' | 'blob' | 'none';
  /** Whether the blob holds the program itself, as that of the npm package does, and does not import it. */
  inline: boolean;
  workerUrl: string;
  /** `blob:` where the npm package brings it inline. */
  encoderUrl: string;
  collector?: string;
  model?: string;
  catalogue?: string;
}

const places = ['collector', 'model', 'catalogue'] as const;

function placesOf(given: Partial<Record<(typeof places)[number], unknown>>, base: string) {
  return Object.fromEntries(
    places.flatMap((name) => {
      const url = given[name];
      return typeof url === 'string' ? [[name, new URL(url, base).href.replace(/\/$/, '')]] : [];
    }),
  );
}

/** Of a script tag; `undefined` when the page has none. */
export function setupOfTag(page: Document = document): Setup | undefined {
  const tag = [...page.scripts].find((script) => /\/edgecart\.js([?#]|$)/.test(script.src));
  if (tag === undefined) return undefined;
  const { dataset } = tag;
  const base = page.baseURI;
  const workerUrl = new URL(dataset.workerUrl ?? 'edgecart-worker.js', dataset.workerUrl ? base : tag.src).href;
  const origin = new URL(base).origin;
  const own = new URL(tag.src).origin === origin;
  const from = own ? "the shop's own origin" : new URL(tag.src).origin;
  const guarded = [tag.integrity && 'integrity', tag.nonce && 'nonce'].filter((word) => word).join(' and ');
  return {
    loading: `by script tag from ${from}${guarded ? `, with ${guarded}` : ''}`,
    worker: dataset.worker === 'none' ? 'none' : new URL(workerUrl).origin === origin ? 'file' : 'blob',
    inline: false,
    workerUrl,
    encoderUrl: new URL(dataset.encoderUrl ?? 'edgecart-encoder.js', tag.src).href,
    ...placesOf(dataset, base),
  };
}

/** Of a shop that calls `createEdgecart` with these options. */
export function setupOfOptions(options: EdgecartOptions, base: string = document.baseURI): Setup {
  const { worker, workerUrl, encoderUrl } = options;
  // What a factory makes is not known, but it must be of the page's origin.
  const file = workerUrl ?? (typeof worker === 'function' ? '/' : undefined);
  return {
    loading: `as the npm package${typeof worker === 'function' ? ", with a worker of the shop's own" : ''}`,
    worker: worker === 'none' ? 'none' : file === undefined ? 'blob' : 'file',
    inline: file === undefined,
    workerUrl: file === undefined ? 'blob:' : new URL(file, base).href,
    encoderUrl: encoderUrl === undefined ? 'blob:' : new URL(encoderUrl, base).href,
    ...placesOf(options, base),
  };
}

import { CatalogueError } from '../catalogue-error.ts';
import { allows, type Robots, readRobots } from './robots.ts';

/** How this command names itself to servers. */
const userAgent = 'edgecart-catalogue/0.1';

export interface Politeness {
  /** Between the end of one request and the begin of the next. */
  delayMs: number;
  timeoutMs: number;
  /** Of one answer, as it arrives. */
  maxBytes: number;
  fetcher?: typeof fetch;
}

export const usualPoliteness: Politeness = { delayMs: 500, timeoutMs: 20_000, maxBytes: 50_000_000 };

const longestWaitMs = 60_000;
const tries = 3;
const hopsAtMost = 5;

/** An answer that could not be had. */
export class NotFetched extends Error {
  override name = 'NotFetched';
}

/** Answers with the bytes at an address of the shop's origin. Rejects with `NotFetched`. */
export type PoliteFetch = (url: string) => Promise<Uint8Array>;

/**
 * Fetches from one origin only, one request at a time, with a pause between them; keeps to `robots.txt`
 * (https://www.rfc-editor.org/rfc/rfc9309) and to what a server says by 429 or 503 and `Retry-After`.
 */
export async function politeFetch(start: string, politeness: Politeness): Promise<PoliteFetch> {
  if (!URL.canParse(start) || !/^https?:$/.test(new URL(start).protocol))
    throw new CatalogueError(`${start} is no address of the web`);
  const { origin } = new URL(start);
  const { fetcher = fetch, timeoutMs, maxBytes } = politeness;
  let delayMs = politeness.delayMs;
  let readyMs = 0;

  /** Where an answer sends on to, within the origin: another one is not even asked. */
  function sentTo(response: Response, from: string): string | undefined {
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null || !URL.canParse(location, from)) return undefined;
    const to = new URL(location, from);
    if (to.origin !== origin)
      throw new NotFetched(`leads to another origin, ${to.origin}: if that is the shop, give its address`);
    return to.href;
  }

  async function once(address: string): Promise<{ response: Response; bytes: Uint8Array }> {
    await pause(readyMs - Date.now());
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      let url = address;
      for (let hops = 0; hops <= hopsAtMost; hops++) {
        const response = await fetcher(url, {
          headers: { 'user-agent': userAgent, accept: '*/*' },
          redirect: 'manual',
          signal,
        });
        const next = sentTo(response, url);
        if (next === undefined) return { response, bytes: await readUpTo(response, maxBytes) };
        await response.body?.cancel();
        url = next;
      }
      throw new NotFetched(`sends on more than ${hopsAtMost} times`);
    } catch (error) {
      if (error instanceof NotFetched) throw error;
      throw new NotFetched(error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : `${error}`);
    } finally {
      readyMs = Date.now() + delayMs;
    }
  }

  async function patiently(url: string): Promise<{ response: Response; bytes: Uint8Array }> {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(url);
      const busy = answer.response.status === 429 || answer.response.status === 503;
      if (!busy || attempt === tries) return answer;
      readyMs = Date.now() + Math.min(longestWaitMs, retryAfterMs(answer.response) ?? delayMs * 4 ** attempt);
    }
  }

  const robots = await robotsOf(`${origin}/robots.txt`, patiently);
  delayMs = Math.max(delayMs, Math.min(robots.delayMs ?? 0, longestWaitMs));
  readyMs = Date.now() + delayMs;

  return async (url) => {
    if (!URL.canParse(url) || new URL(url).origin !== origin) throw new NotFetched(`is not of ${origin}`);
    const { pathname, search } = new URL(url);
    if (!allows(robots, pathname + search)) throw new NotFetched('robots.txt asks not to fetch it');
    const { response, bytes } = await patiently(url);
    if (!response.ok) throw new NotFetched(`answered ${response.status}`);
    return bytes;
  };
}

/** No robots.txt means no rules; one that cannot be had (5xx) means that nothing may be fetched. */
async function robotsOf(
  url: string,
  get: (url: string) => Promise<{ response: Response; bytes: Uint8Array }>,
): Promise<Robots> {
  try {
    const { response, bytes } = await get(url);
    if (response.ok) return readRobots(new TextDecoder().decode(bytes.subarray(0, 500_000)), 'edgecart-catalogue');
    if (response.status < 500) return { rules: [] };
    throw new NotFetched(`answered ${response.status}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CatalogueError(`${url}: ${why}. Without it nothing of the shop is fetched; try again later.`);
  }
}

async function readUpTo(response: Response, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > maxBytes) throw new NotFetched(`is larger than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function retryAfterMs(response: Response): number | undefined {
  const text = response.headers.get('retry-after');
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

const pause = (ms: number): Promise<void> =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();

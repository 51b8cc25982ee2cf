import { onTestFinished } from 'vitest';
import { type Collector, startCollector } from '../collector.ts';
import type { CollectorOptions } from '../options/options.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A collector in this process, on a free port and without a limit for addresses, closed when the test ends. */
export async function collectorHere(options: Partial<CollectorOptions> = {}): Promise<Collector> {
  const data = options.data ?? (await temporaryFolder());
  const collector = await startCollector({ port: 0, rateLimitPerMinute: 0, ...options, data });
  onTestFinished(() => collector.close());
  return collector;
}

/** What a client makes of an answer in JSON. */
export async function statusAndBody(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

/** Posts a body as a beacon would; `url` is the base URL, with `/k/<key>` behind it where there are shops. */
export function post(collector: { url: string }, body: string | Uint8Array, headers: Record<string, string> = {}) {
  return fetch(`${collector.url}/v1/records`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

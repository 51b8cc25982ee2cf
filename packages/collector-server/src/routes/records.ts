import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Intake } from '../intake/intake.ts';
import { isKeyless, type Shop } from '../options/shops.ts';
import type { Admission } from './admission.ts';
import type { Headers } from './cross-origin.ts';
import { readBody } from './read-body.ts';
import type { Refusal } from './refusal.ts';

export interface RecordsParts {
  shops: readonly Shop[];
  admission: Admission;
  intakeOf: (shop: Shop) => Intake;
  maxBodyBytes: number;
  onBody: (bytes: number) => void;
  /** Counts the answers of a route. */
  countOf: (route: string) => (status: number) => void;
  onNotice: (message: string) => void;
}

/** Takes a request if it is for it, and answers whether it did. */
export type TakeRequest = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Answer {
  status: number;
  headers?: Headers;
  body: string;
}

/** What is taken here, as the router would have it. */
export const recordRoutes = [
  { url: '/v1/records', method: 'POST' },
  { url: '/k/:key/v1/records', method: 'POST' },
] as const;

const keyed = /^\/k\/([^/]*)\/v1\/records$/;

/**
 * `POST /v1/records` and `POST /k/<key>/v1/records`: a batch in, a `BatchAnswer` out, once its records are durable. It
 * stands in front of the router: nearly every request is one of these, and to be routed costs as much as to be stored.
 */
export function takeRecords(parts: RecordsParts): TakeRequest {
  const { shops, admission, countOf } = parts;
  const [only] = shops;
  const keyless = isKeyless(shops) ? only : undefined;
  const countKeyless = countOf('/v1/records');
  const countKeyed = countOf('/k/:key/v1/records');

  return (request, response) => {
    if (request.method !== 'POST') return false;
    const path = pathOf(request.url ?? '');
    if (path === '/v1/records' && keyless !== undefined) {
      const decision = admission.decide(request);
      void answer(request, response, { ...parts, decision, shop: keyless, route: path, count: countKeyless });
      return true;
    }
    const key = keyed.exec(path)?.[1];
    if (key === undefined) return false;
    const decision = admission.decideForKey(request, key);
    const shop = decision.kind === 'admitted' ? decision.shop : undefined;
    void answer(request, response, { ...parts, decision, shop, route: '/k/:key/v1/records', count: countKeyed });
    return true;
  };
}

/** Without the query, which nobody reads. */
function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

type Taken = RecordsParts & {
  decision: ReturnType<Admission['decide']>;
  shop: Shop | undefined;
  route: string;
  count: (status: number) => void;
};

async function answer(request: IncomingMessage, response: ServerResponse, taken: Taken): Promise<void> {
  const { decision, shop, route, count, onNotice } = taken;
  try {
    const given =
      decision.kind === 'refused' || shop === undefined ? refused(decision) : await accept(request, shop, taken);
    if (given === undefined) return;
    count(given.status);
    if (!request.complete) response.shouldKeepAlive = false;
    write(response, given, decision.headers);
  } catch (error) {
    onNotice(`a request to ${route} failed: ${error instanceof Error ? error.name : 'unknown'} `);
    count(500);
    write(response, refusal(500, failed), decision.headers);
  }
}

function write(response: ServerResponse, { status, headers, body }: Answer, shared: Headers): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...shared,
    ...headers,
  });
  response.end(body);
}

/** `undefined` when the sender has gone before its batch was here. */
async function accept(request: IncomingMessage, shop: Shop, taken: Taken): Promise<Answer | undefined> {
  const { intakeOf, maxBodyBytes, onBody } = taken;
  const body = await readBody(request, maxBodyBytes);
  if (body.kind === 'gone') return undefined;
  if (body.kind === 'refused') {
    const answered = refusal(body.status, body.refusal);
    const allowed = body.refusal.error === 'unsupported-content-encoding' ? { 'accept-encoding': 'gzip' } : {};
    return { ...answered, headers: { ...answered.headers, ...allowed } };
  }
  onBody(body.sentBytes);
  const result = await intakeOf(shop).accept(body.bytes);
  if (result.kind === 'answered') {
    const { stored, duplicates, errors } = result.answer;
    if (errors.length > 0) return { status: 207, body: JSON.stringify(result.answer) };
    return { status: 200, body: `{"stored":${stored},"duplicates":${duplicates},"errors":[]}` };
  }
  if (result.kind === 'refused') {
    const { error, path, reason } = result;
    return refusal(400, { error, path, reason });
  }
  const { reason, retryAfterS } = result;
  return refusal(503, { error: 'log-unavailable', reason, retryAfterS });
}

const failed: Refusal = { error: 'internal', reason: 'the collector failed; try again later', retryAfterS: 5 };

function refused(decision: Taken['decision']): Answer {
  return decision.kind === 'refused' ? refusal(decision.status, decision.refusal) : refusal(500, failed);
}

function refusal(status: number, { retryAfterS, ...body }: Refusal): Answer {
  const headers: Headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return { status, headers, body: JSON.stringify(body) };
}

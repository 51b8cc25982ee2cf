import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AddressLimiter } from '../abuse/address-limiter.ts';
import { TokenBucket } from '../abuse/token-bucket.ts';
import type { Shop } from '../options/shops.ts';
import { forAnyOrigin, forOrigin, type Headers } from './cross-origin.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface AdmissionParts {
  shops: readonly Shop[];
  /** How many share a shop's budget: its requests come over many connections, and so evenly to all of them. */
  workers: number;
  /** `undefined`: addresses are not limited. */
  limiter: AddressLimiter | undefined;
  /** Finds out whom a request came from through proxies; `undefined` where none is believed. */
  addressThroughProxies: ((request: IncomingMessage) => string) | undefined;
  onLimited: (by: 'address' | 'shop') => void;
  onNotice: (message: string) => void;
  nowMs?: () => number;
}

/** Whether a request may go on, and what the answer says to pages of other origins either way. */
export type Decision = { headers: Headers } & (
  | { kind: 'admitted'; shop: Shop | undefined }
  | { kind: 'refused'; status: number; refusal: Refusal }
);

interface Entry {
  shop: Shop;
  /** The answer's headers by the page's origin. */
  headersOf: ReadonlyMap<string, Headers> | 'any';
  budget: TokenBucket | undefined;
}

type Done = () => void;

const withoutOrigin = forOrigin(undefined);

/** Decides at the first line of a request, before its body is read, whether it may go on. */
export class Admission {
  readonly #parts: Required<AdmissionParts>;
  readonly #byKey = new Map<string, Entry>();
  #toldOfProxy = false;

  constructor(parts: AdmissionParts) {
    this.#parts = { nowMs: () => performance.now(), ...parts };
    const nowMs = this.#parts.nowMs();
    for (const shop of parts.shops) {
      const { origins, requestsPerMinute } = shop;
      const headersOf = origins === 'any' ? origins : new Map(origins.map((origin) => [origin, forOrigin(origin)]));
      const share = requestsPerMinute === undefined ? undefined : Math.ceil(requestsPerMinute / parts.workers);
      const budget = share === undefined ? undefined : new TokenBucket(share, nowMs);
      for (const key of shop.keys) this.#byKey.set(key, { shop, headersOf, budget });
    }
  }

  /** For paths that are open to any origin. */
  decide(request: IncomingMessage): Decision {
    return this.#limited(request, forAnyOrigin) ?? { kind: 'admitted', shop: undefined, headers: forAnyOrigin };
  }

  /** For paths below a write key. */
  decideForKey(request: IncomingMessage, key: string): Decision {
    const entry = this.#byKey.get(key);
    if (entry === undefined) {
      // Readable by the page's developer, who may have mistyped it; for that the preflight must pass.
      const headers = forAnyOrigin;
      const limited = this.#limited(request, headers);
      if (limited) return limited;
      if (request.method === 'OPTIONS') return { kind: 'admitted', shop: undefined, headers };
      return { kind: 'refused', status: 403, refusal: unknownKey(this.#byKey.size === 0), headers };
    }
    const { origin } = request.headers;
    const { shop, headersOf, budget } = entry;
    const known = headersOf === 'any' ? forAnyOrigin : headersOf.get(origin ?? '');
    const headers = known ?? withoutOrigin;
    const limited = this.#limited(request, headers);
    if (limited) return limited;
    if (known === undefined && origin !== undefined) {
      return { kind: 'refused', status: 403, refusal: foreignOrigin, headers };
    }
    return this.#overBudget(budget, headers) ?? { kind: 'admitted', shop, headers };
  }

  /** A hook for paths that are open to any origin. */
  readonly anyone = (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    follow(this.decide(request.raw), reply, done);
  };

  /** A hook for paths below a write key. */
  readonly withKey = (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    follow(this.decideForKey(request.raw, keyOf(request.params)), reply, done);
  };

  /** The shop of a request that `withKey` let in. */
  shopOf(request: FastifyRequest): Shop {
    const shop = this.#byKey.get(keyOf(request.params))?.shop;
    if (shop === undefined) throw new Error('a request was let in for no shop');
    return shop;
  }

  #limited(request: IncomingMessage, headers: Headers): Decision | undefined {
    const { limiter, addressThroughProxies, onLimited } = this.#parts;
    if (limiter === undefined) return undefined;
    const waitS = addressThroughProxies
      ? limiter.take(addressThroughProxies(request))
      : limiter.takeOn(request.socket, request.socket.remoteAddress ?? '');
    if (waitS === 0) return undefined;
    if (!addressThroughProxies && request.headers['x-forwarded-for'] !== undefined) this.#tellOfProxy();
    onLimited('address');
    const reason = 'this address has sent too many requests; try again later';
    return {
      kind: 'refused',
      status: 429,
      refusal: { error: 'too-many-requests', reason, retryAfterS: waitS },
      headers,
    };
  }

  #overBudget(budget: TokenBucket | undefined, headers: Headers): Decision | undefined {
    const waitS = budget?.take(this.#parts.nowMs()) ?? 0;
    if (waitS === 0) return undefined;
    this.#parts.onLimited('shop');
    const reason = 'this shop has sent too many requests; try again later';
    return {
      kind: 'refused',
      status: 429,
      refusal: { error: 'shop-over-budget', reason, retryAfterS: waitS },
      headers,
    };
  }

  #tellOfProxy(): void {
    if (this.#toldOfProxy) return;
    this.#toldOfProxy = true;
    this.#parts.onNotice(
      'requests that came through a proxy were refused as one address: set --trust-proxy, or --rate-limit-per-minute 0',
    );
  }
}

function follow(decision: Decision, reply: FastifyReply, done: Done): void {
  reply.headers(decision.headers);
  if (decision.kind === 'admitted') done();
  else refuse(reply, decision.status, decision.refusal);
}

function keyOf(params: unknown): string {
  const key = typeof params === 'object' && params !== null && 'key' in params ? params.key : undefined;
  return typeof key === 'string' ? key : '';
}

const unknownKey = (withoutShops: boolean): Refusal => ({
  error: 'unknown-write-key',
  reason: withoutShops
    ? 'this collector has no shops configured: use its base URL without /k/ and a write key'
    : 'no shop has this write key; compare it with the configuration of the collector',
});

const foreignOrigin: Refusal = {
  error: 'origin-not-allowed',
  reason: "the page's origin is not among the origins of this write key's shop; add it to the configuration",
};

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AddressLimiter } from '../abuse/address-limiter.ts';
import { TokenBucket } from '../abuse/token-bucket.ts';
import type { Shop } from '../shops.ts';
import { allowAnyOrigin, allowOrigin } from './cross-origin.ts';
import { refuse } from './refusal.ts';

export interface AdmissionParts {
  shops: readonly Shop[];
  /** `undefined`: addresses are not limited. */
  limiter: AddressLimiter | undefined;
  /** Whether proxies are believed, so that one connection carries many addresses. */
  throughProxy: boolean;
  onLimited: (by: 'address' | 'shop') => void;
  onNotice: (message: string) => void;
  nowMs?: () => number;
}

type Entry = { shop: Shop; origins: ReadonlySet<string> | 'any'; budget: TokenBucket | undefined };

type Done = () => void;

/** Decides at the first line of a request, before its body is read, whether it may go on. */
export class Admission {
  readonly #parts: Required<AdmissionParts>;
  readonly #byKey = new Map<string, Entry>();
  #toldOfProxy = false;

  constructor(parts: AdmissionParts) {
    this.#parts = { nowMs: () => performance.now(), ...parts };
    const nowMs = this.#parts.nowMs();
    for (const shop of parts.shops) {
      const origins = shop.origins === 'any' ? ('any' as const) : new Set(shop.origins);
      const perMinute = shop.requestsPerMinute;
      const budget = perMinute === undefined ? undefined : new TokenBucket(perMinute, nowMs);
      for (const key of shop.keys) this.#byKey.set(key, { shop, origins, budget });
    }
  }

  /** The shop of a request that `withKey` let in. */
  shopOf(request: FastifyRequest): Shop {
    const shop = this.#byKey.get(keyOf(request.params))?.shop;
    if (shop === undefined) throw new Error('a request was let in for no shop');
    return shop;
  }

  /** A hook for paths that are open to any origin. */
  readonly anyone = (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    allowAnyOrigin(reply);
    if (!this.#limited(request, reply)) done();
  };

  /** A hook for paths below a write key. */
  readonly withKey = (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    const entry = this.#byKey.get(keyOf(request.params));
    if (entry === undefined) {
      // Readable by the page's developer, who may have mistyped it.
      allowAnyOrigin(reply);
      if (this.#limited(request, reply)) return;
      // The preflight must pass, or the reason could not be read.
      if (request.method === 'OPTIONS') done();
      else refuse(reply, 403, unknownKey(this.#byKey.size === 0));
      return;
    }
    const { origin } = request.headers;
    const { origins } = entry;
    const allowed = origins === 'any' || origin === undefined || origins.has(origin);
    if (origins === 'any') allowAnyOrigin(reply);
    else allowOrigin(reply, allowed ? origin : undefined);
    if (this.#limited(request, reply)) return;
    if (!allowed) refuse(reply, 403, foreignOrigin);
    else if (!this.#overBudget(entry, reply)) done();
  };

  #limited(request: FastifyRequest, reply: FastifyReply): boolean {
    const { limiter, throughProxy, onLimited } = this.#parts;
    if (limiter === undefined) return false;
    const waitS = throughProxy
      ? limiter.take(request.ip)
      : limiter.takeOn(request.raw.socket, request.raw.socket.remoteAddress ?? '');
    if (waitS === 0) return false;
    if (!throughProxy && request.headers['x-forwarded-for'] !== undefined) this.#tellOfProxy();
    onLimited('address');
    const reason = 'this address has sent too many requests; try again later';
    refuse(reply, 429, { error: 'too-many-requests', reason, retryAfterS: waitS });
    return true;
  }

  #overBudget({ budget }: Entry, reply: FastifyReply): boolean {
    const waitS = budget?.take(this.#parts.nowMs()) ?? 0;
    if (waitS === 0) return false;
    this.#parts.onLimited('shop');
    const reason = 'this shop has sent too many requests; try again later';
    refuse(reply, 429, { error: 'shop-over-budget', reason, retryAfterS: waitS });
    return true;
  }

  #tellOfProxy(): void {
    if (this.#toldOfProxy) return;
    this.#toldOfProxy = true;
    this.#parts.onNotice(
      'requests that came through a proxy were refused as one address: set --trust-proxy, or --rate-limit-per-minute 0',
    );
  }
}

function keyOf(params: unknown): string {
  const key = typeof params === 'object' && params !== null && 'key' in params ? params.key : undefined;
  return typeof key === 'string' ? key : '';
}

const unknownKey = (withoutShops: boolean) => ({
  error: 'unknown-write-key',
  reason: withoutShops
    ? 'this collector has no shops configured: use its base URL without /k/ and a write key'
    : 'no shop has this write key; compare it with the configuration of the collector',
});

const foreignOrigin = {
  error: 'origin-not-allowed',
  reason: "the page's origin is not among the origins of this write key's shop; add it to the configuration",
};

import { createHmac, randomBytes } from 'node:crypto';
import { addressGroup } from './address-group.ts';
import { TokenBucket } from './token-bucket.ts';

export interface AddressLimiterOptions {
  perMinute: number;
  /** The most addresses that are held; beyond it the one held longest is forgotten. Default 100,000: about 20 MB. */
  maxAddresses?: number;
  /** How long a key lasts, in milliseconds. Default an hour. */
  keyLifeMs?: number;
  /** A clock that never jumps, in milliseconds. */
  nowMs?: () => number;
}

const hourMs = 3_600_000;

/**
 * Counts requests by address without holding one: the table knows addresses only by their HMAC under a key that is
 * drawn at random, kept nowhere else, and replaced every hour together with the table.
 */
export class AddressLimiter {
  readonly #options: Required<AddressLimiterOptions>;
  readonly #rotation: NodeJS.Timeout;
  #key = randomBytes(32);
  #buckets = new Map<string, TokenBucket>();
  /** An open connection has one address: looking its bucket up once is enough. */
  #byConnection = new WeakMap<object, TokenBucket>();

  constructor(options: AddressLimiterOptions) {
    this.#options = { maxAddresses: 100_000, keyLifeMs: hourMs, nowMs: () => performance.now(), ...options };
    this.#rotation = setInterval(() => this.#rotate(), this.#options.keyLifeMs);
    this.#rotation.unref();
  }

  /** How many addresses are held. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Counts a request: 0 when it may go on, else the seconds to wait. */
  take(address: string): number {
    return this.#bucketOf(address).take(this.#options.nowMs());
  }

  /** As `take`, for connections that always carry the same address. */
  takeOn(connection: object, address: string): number {
    let bucket = this.#byConnection.get(connection);
    if (bucket === undefined) {
      bucket = this.#bucketOf(address);
      this.#byConnection.set(connection, bucket);
    }
    return bucket.take(this.#options.nowMs());
  }

  /** Forgets everybody. */
  close(): void {
    clearInterval(this.#rotation);
    this.#rotate();
  }

  #bucketOf(address: string): TokenBucket {
    const name = createHmac('sha256', this.#key).update(addressGroup(address)).digest('base64url');
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    const { maxAddresses, perMinute, nowMs } = this.#options;
    if (this.#buckets.size >= maxAddresses) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    const bucket = new TokenBucket(perMinute, nowMs());
    this.#buckets.set(name, bucket);
    return bucket;
  }

  #rotate(): void {
    this.#key = randomBytes(32);
    this.#buckets = new Map();
    this.#byConnection = new WeakMap();
  }
}

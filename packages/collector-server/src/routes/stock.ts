import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StockBoard } from '../stock/stock-board.ts';
import { namesTag } from './names-tag.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface StockRoutesParts {
  boardOf: (request: FastifyRequest) => StockBoard;
  /** What a webhook must have as its bearer token; `undefined`: stock is not taken. */
  stockKey: string | undefined;
}

const maxBodyBytes = 4 * 1024 ** 2;
/** So long may a cache between shoppers and collector answer for it. */
const cacheSeconds = 1;

/** `GET /v1/stock`, for shoppers: what is gone. `POST /v1/stock`, for the shop's own systems: what changed. */
export function stockRoutes(app: FastifyInstance, { boardOf, stockKey }: StockRoutesParts): void {
  app.get('/v1/stock', async (request, reply) => {
    const { body, etag } = await boardOf(request).read();
    reply.header('cache-control', `public, max-age=${cacheSeconds}`).header('etag', etag);
    if (namesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  });

  const onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    if (stockKey === undefined) refuse(reply, 403, notTaken);
    else if (!isKey(request.headers.authorization, stockKey)) refuse(reply, 401, wrongKey);
    else done();
  };
  app.post('/v1/stock', { onRequest, bodyLimit: maxBodyBytes }, async (request, reply) => {
    const items = itemsOf(request.body);
    if (items === undefined) return refuse(reply, 400, notAList);
    try {
      const receipt = await boardOf(request).change(items);
      const status = receipt.errors.length > 0 ? 207 : 200;
      return reply.code(status).header('cache-control', 'no-store').send(receipt);
    } catch {
      return refuse(reply, 503, notKept);
    }
  });
}

function itemsOf(body: unknown): readonly unknown[] | undefined {
  const items: unknown = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined;
  return Array.isArray(items) ? items : undefined;
}

function isKey(header: string | undefined, key: string): boolean {
  const given = Buffer.from(header?.replace(/^Bearer\s+/i, '') ?? '');
  const wanted = Buffer.from(key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const notTaken: Refusal = {
  error: 'stock-not-taken',
  reason: 'this collector takes no stock: start it with --stock-key-file and send that key as a bearer token',
};

const wrongKey: Refusal = {
  error: 'wrong-stock-key',
  reason: 'send the key of --stock-key-file as "authorization: Bearer <key>"',
};

const notAList: Refusal = {
  error: 'no-stock',
  reason: 'send {"items":[{"item":"4711","on_hand":3}]}',
};

const notKept: Refusal = {
  error: 'stock-not-kept',
  reason: 'the change could not be written, and nothing has changed; send it again later',
  retryAfterS: 5,
};

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InsightsFeed } from '../insights/insights-feed.ts';
import { isKeyless, type Shop } from '../options/shops.ts';
import { type Refusal, refuse } from './refusal.ts';
import { EventStreams } from './server-sent-events.ts';

/** The most open streams; each is a connection that stays. */
const maxReaders = 50;

export interface InsightsRoutesParts {
  shops: readonly Shop[];
  feed: InsightsFeed;
}

/**
 * `GET /v1/insights`, and `/v1/insights/live`, the same as server-sent events whenever it changes. Read with a read key of
 * the shop (`authorization: Bearer rk_…`); where the only shop has neither write nor read keys, by whoever can reach it.
 * No other origin may read the answers: a page that the operator happens to visit must not.
 */
export function insightsRoutes(app: FastifyInstance, { shops, feed }: InsightsRoutesParts): void {
  const shopOf = shopByReadKey(shops);
  const streams = new EventStreams(app, maxReaders);

  app.get('/v1/insights', (request, reply) => {
    const shop = shopOf(request);
    if (shop === undefined) return refuseReader(reply);
    const text = feed.latest(shop.name);
    if (text === undefined) return refuse(reply, 503, notYet);
    return reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(text);
  });

  app.get('/v1/insights/live', { exposeHeadRoute: false }, async (request, reply) => {
    const shop = shopOf(request);
    if (shop === undefined) return refuseReader(reply);
    return streams.answer(reply, (send) => feed.listen(shop.name, send));
  });
}

function shopByReadKey(shops: readonly Shop[]): (request: FastifyRequest) => Shop | undefined {
  const [only] = shops;
  if (isKeyless(shops) && only?.readKeys.length === 0) return () => only;
  // Found by its hash: how long a look takes says nothing about a key.
  const byHash = new Map(shops.flatMap((shop) => shop.readKeys.map((key) => [hashOf(key), shop] as const)));
  return ({ headers }) => {
    const [, key] = /^Bearer (rk_\S{1,80})$/i.exec(headers.authorization ?? '') ?? [];
    return key === undefined ? undefined : byHash.get(hashOf(key));
  };
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64');

function refuseReader(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Bearer realm="insights"');
  return refuse(reply, 401, readKeyNeeded);
}

const readKeyNeeded: Refusal = {
  error: 'read-key-needed',
  reason: 'send "authorization: Bearer" and a read key of the shop; write keys do not open this',
};

const notYet: Refusal = {
  error: 'not-ready',
  reason: 'the insights are being opened; try again in a second',
  retryAfterS: 1,
};

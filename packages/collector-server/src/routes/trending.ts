import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { InsightsFeed } from '../insights/insights-feed.ts';
import type { Shop } from '../options/shops.ts';
import { namesTag } from './names-tag.ts';

export interface TrendingRouteParts {
  shopOf: (request: FastifyRequest) => Shop;
  /** `undefined`: there are no insights, and so no trends. */
  feed: InsightsFeed | undefined;
}

/** So long may a cache between shoppers and collector answer for it. */
const cacheSeconds = 5;

/**
 * `GET /v1/trending`, for shoppers: what trends now, without figures; nothing while nothing is known. It names nobody, so that
 * everybody may read it.
 */
export function trendingRoute(app: FastifyInstance, { shopOf, feed }: TrendingRouteParts): void {
  app.get('/v1/trending', (request, reply) => {
    // A refusal would stand in the console of each shopper's browser.
    const body = JSON.stringify({ items: feed?.trending(shopOf(request).name) ?? [] });
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    reply.header('cache-control', `public, max-age=${cacheSeconds}`).header('etag', etag);
    if (namesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(body);
  });
}

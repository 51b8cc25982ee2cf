import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { InsightsFeed } from '../insights/insights-feed.ts';
import { isKeyless, type Shop } from '../options/shops.ts';
import type { StockBoard } from '../stock/stock-board.ts';
import type { Admission } from './admission.ts';
import { answerPreflights } from './cross-origin.ts';
import { modelRoutes } from './models.ts';
import { nothingHere, type Refusal, refuse } from './refusal.ts';
import { sdkRoutes } from './sdk.ts';
import { stockRoutes } from './stock.ts';
import { trendingRoute } from './trending.ts';
import type { RefuseUnknown } from './unknown-paths.ts';

export interface ShopRoutesParts {
  shops: readonly Shop[];
  admission: Admission;
  sdk: string | undefined;
  boardOf: (shop: Shop) => StockBoard;
  stockKey: string | undefined;
  /** `undefined`: there are no insights, and so no trends. */
  insights: InsightsFeed | undefined;
  refuseUnknown: RefuseUnknown;
}

const shopPaths = ['/v1/records', '/v1/stock', '/v1/trending', '/models/*'];

/** What browsers ask for, but for `POST /v1/records`, which `records.ts` takes: below a write key, `/k/<key>/…`, and without one where there is a single shop. */
export async function shopRoutes(app: FastifyInstance, parts: ShopRoutesParts): Promise<void> {
  const { shops, admission, sdk, refuseUnknown } = parts;
  const [only] = shops;

  await app.register(
    async (keyed) => {
      keyed.addHook('onRequest', admission.withKey);
      await routesOfShop(keyed, parts, (request) => admission.shopOf(request));
      keyed.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, nothingHere));
    },
    { prefix: '/k/:key' },
  );

  await app.register(async (open) => {
    open.addHook('onRequest', admission.anyone);
    if (only !== undefined && isKeyless(shops)) await routesOfShop(open, parts, () => only);
    else askForKey(open);
    if (sdk === undefined) return;
    await open.register(sdkRoutes, { prefix: '/sdk', sdk });
    answerPreflights(open, ['/sdk/*']);
  });
}

async function routesOfShop(
  app: FastifyInstance,
  { refuseUnknown, boardOf, stockKey, insights }: ShopRoutesParts,
  shopOf: (request: FastifyRequest) => Shop,
): Promise<void> {
  await app.register(modelRoutes, { prefix: '/models', modelsOf: (request) => shopOf(request).models, refuseUnknown });
  stockRoutes(app, { boardOf: (request) => boardOf(shopOf(request)), stockKey });
  trendingRoute(app, { shopOf, feed: insights });
  answerPreflights(app, shopPaths);
}

const keyMissing: Refusal = {
  error: 'write-key-missing',
  reason: 'this collector serves several shops: use its base URL followed by /k/ and the write key of yours',
};

function askForKey(app: FastifyInstance): void {
  for (const url of shopPaths) {
    app.route({ method: ['GET', 'POST'], url, handler: (_request, reply) => refuse(reply, 403, keyMissing) });
  }
  answerPreflights(app, shopPaths);
}

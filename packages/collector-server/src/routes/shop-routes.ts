import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Intake } from '../intake.ts';
import { isKeyless, type Shop } from '../shops.ts';
import type { Admission } from './admission.ts';
import { answerPreflights } from './cross-origin.ts';
import { modelRoutes } from './models.ts';
import { recordsRoute } from './records.ts';
import { nothingHere, type Refusal, refuse, refuseUnknown } from './refusal.ts';
import { sdkRoutes } from './sdk.ts';

export interface ShopRoutesParts {
  shops: readonly Shop[];
  admission: Admission;
  intakeOf: (shop: Shop) => Intake;
  sdk: string | undefined;
  maxBodyBytes: number;
  onBody: (bytes: number) => void;
  onNotFound: () => void;
}

const shopPaths = ['/v1/records', '/models/*'];

/** What browsers ask for: below a write key, `/k/<key>/…`, and without one where there is a single shop. */
export async function shopRoutes(app: FastifyInstance, parts: ShopRoutesParts): Promise<void> {
  const { shops, admission, sdk, onNotFound } = parts;
  const [only] = shops;

  await app.register(
    async (keyed) => {
      keyed.addHook('onRequest', admission.withKey);
      await routesOfShop(keyed, parts, (request) => admission.shopOf(request));
      refuseUnknown(keyed, { refusal: nothingHere, onRefused: onNotFound });
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
  { intakeOf, maxBodyBytes, onBody, onNotFound }: ShopRoutesParts,
  shopOf: (request: FastifyRequest) => Shop,
): Promise<void> {
  await app.register(async (scope) => {
    recordsRoute(scope, { intakeOf: (request) => intakeOf(shopOf(request)), maxBodyBytes, onBody });
  });
  await app.register(modelRoutes, { prefix: '/models', modelsOf: (request) => shopOf(request).models, onNotFound });
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

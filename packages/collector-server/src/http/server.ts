import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import { AddressLimiter } from '../abuse/address-limiter.ts';
import { addressThroughProxies } from '../abuse/trust-proxy.ts';
import type { Intake } from '../intake/intake.ts';
import { exposition } from '../metrics/prometheus.ts';
import type { WorkerMetrics } from '../metrics/worker-metrics.ts';
import type { CompleteOptions } from '../options/options.ts';
import type { Shop } from '../options/shops.ts';
import { Admission } from '../routes/admission.ts';
import { forAnyOrigin } from '../routes/cross-origin.ts';
import { dashboardRoutes } from '../routes/dashboard.ts';
import { healthRoutes } from '../routes/health.ts';
import { insightsRoutes } from '../routes/insights.ts';
import { liveRoute } from '../routes/live.ts';
import { metricsRoute } from '../routes/metrics.ts';
import { openApiRoutes } from '../routes/openapi.ts';
import { pageRoutes } from '../routes/page.ts';
import { recordRoutes, type TakeRequest, takeRecords } from '../routes/records.ts';
import { nothingHere, refuse, refuseError } from '../routes/refusal.ts';
import { schemaRoutes } from '../routes/schemas.ts';
import { shopRoutes } from '../routes/shop-routes.ts';
import { watchRoutes } from '../routes/unknown-paths.ts';
import { refuseUnreadable } from '../routes/unreadable.ts';
import { StockBoard } from '../stock/stock-board.ts';
import { readStockKey } from '../stock/stock-key.ts';
import { limitConnections } from './connections.ts';
import { createHttpServer } from './http-server.ts';
import type { Hub } from './hub.ts';
import { type ShopLog, worstState } from './watched-log.ts';

type ServerOptions = Pick<
  CompleteOptions,
  | ('data' | 'shops' | 'sdk' | 'stockKeyFile' | 'live' | 'rateLimitPerMinute' | 'trustProxy')
  | ('maxBodyBytes' | 'maxHeaderBytes' | 'requestTimeoutMs' | 'idleTimeoutMs' | 'maxConnections')
  // How many such servers share the port, and with it what is allowed to all of them together.
  | 'workers'
>;

export interface ServerParts extends ServerOptions {
  intakeOf: (shop: Shop) => Intake;
  logs: readonly ShopLog[];
  metrics: WorkerMetrics;
  hub: Hub;
}

/** The server, not yet listening, and how to ask for its open connections. */
export interface CollectorServer {
  app: FastifyInstance;
  connections: () => number;
}

/** The routes. It keeps no log of requests, and looks at addresses only to count them. */
export async function createServer(parts: ServerParts): Promise<CollectorServer> {
  const { metrics, hub, logs } = parts;
  const { onNotice, kafkaState } = hub;
  const unrouted = metrics.requests.of('none');

  // Asked for each request, and known only when the router below is.
  let take: TakeRequest = () => false;
  const app = fastify({
    // Its logger makes a child for each request, and writes what clients sent into messages that we do not word.
    logger: false,
    serverFactory: (route) =>
      createHttpServer(parts, (request, response) => take(request, response) || route(request, response)),
    forceCloseConnections: 'idle',
    // What arrives on an open connection while the others finish is stored as well: the log closes last.
    return503OnClosing: false,
    clientErrorHandler: refuseUnreadable(unrouted),
    frameworkErrors: (error, _request, reply) => {
      const status = error.statusCode ?? 400;
      unrouted(status);
      reply.headers(forAnyOrigin);
      refuse(reply, status, { error: 'bad-request', reason: 'the path can not be read' });
    },
  });
  const maxConnections = Math.ceil(parts.maxConnections / parts.workers);
  const connections = limitConnections(app.server, maxConnections, () => metrics.dropped.add(1));
  countAnswers(app, metrics);
  const refuseUnknown = watchRoutes(app, unrouted, recordRoutes);
  const refuseFailed = refuseError(onNotice);
  app.setErrorHandler((error: Partial<FastifyError>, request, reply) =>
    request.is404 ? refuseUnknown(request, reply, nothingHere) : refuseFailed(error, request, reply),
  );
  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, nothingHere));

  const limiter = createLimiter(app, parts.rateLimitPerMinute);
  const admission = new Admission({
    shops: parts.shops,
    workers: parts.workers,
    limiter,
    addressThroughProxies: addressThroughProxies(parts.trustProxy),
    onLimited: (by) => metrics.limited[by].add(1),
    onNotice,
  });
  const boards = new Map(parts.shops.map(({ name }) => [name, new StockBoard(parts.data, name)]));
  const boardOf = ({ name }: Shop) => boards.get(name) ?? new StockBoard(parts.data, name);
  const stockKey = parts.stockKeyFile === undefined ? undefined : readStockKey(parts.stockKeyFile);
  await shopRoutes(app, { ...parts, admission, refuseUnknown, boardOf, stockKey, insights: hub.insights });
  take = takeRecords({
    ...parts,
    admission,
    onBody: (bytes) => metrics.bodyBytes.add(bytes),
    countOf: (route) => metrics.requests.of(route),
    onNotice,
  });

  healthRoutes(app, { logState: () => worstState(logs), kafkaState });
  metricsRoute(app, { render: async () => exposition(await hub.metricFamilies()) });
  schemaRoutes(app);
  await openApiRoutes(app);
  if (hub.insights) {
    insightsRoutes(app, { shops: parts.shops, feed: hub.insights });
    await dashboardRoutes(app);
  }
  if (parts.live) {
    await pageRoutes(app);
    liveRoute(app, { listen: hub.listen });
  }
  return { app, connections };
}

/** Each route counts for itself: asking a request for its route costs more than the counting. */
function countAnswers(app: FastifyInstance, metrics: WorkerMetrics): void {
  app.addHook('onRoute', (route) => {
    const count = metrics.requests.of(route.url);
    const given = route.onResponse ?? [];
    const counting = (_request: unknown, reply: { statusCode: number }, done: () => void) => {
      count(reply.statusCode);
      done();
    };
    route.onResponse = [...(Array.isArray(given) ? given : [given]), counting];
  });
}

function createLimiter(app: FastifyInstance, perMinute: number): AddressLimiter | undefined {
  if (perMinute === 0) return undefined;
  const limiter = new AddressLimiter({ perMinute });
  app.addHook('onClose', async () => limiter.close());
  return limiter;
}

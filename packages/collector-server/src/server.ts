import fastifyCors from '@fastify/cors';
import { type FastifyInstance, fastify } from 'fastify';
import type { Intake } from './intake.ts';
import type { LiveFeed } from './live/live-feed.ts';
import type { LogState } from './log/segment-log.ts';
import type { CollectorMetrics } from './metrics/collector-metrics.ts';
import { healthRoutes } from './routes/health.ts';
import { liveRoute } from './routes/live.ts';
import { metricsRoute } from './routes/metrics.ts';
import { modelRoutes } from './routes/models.ts';
import { pageRoutes } from './routes/page.ts';
import { recordsRoute } from './routes/records.ts';
import { refuseUniformly } from './routes/refusal.ts';
import { sdkRoutes } from './routes/sdk.ts';

export interface ServerParts {
  intake: Intake;
  log: { readonly bytes: number; readonly segments: number; readonly state: LogState };
  metrics: CollectorMetrics;
  feed: LiveFeed;
  models: string;
  sdk: string | undefined;
  live: boolean;
  maxBodyBytes: number;
  requestTimeoutMs: number;
  onNotice: (message: string) => void;
}

const maxConnections = 10_000;
const connectionCheckMs = 500;

/** The HTTP side, not yet listening. It keeps no log of requests and never looks at who sent them. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { metrics, feed, log } = parts;
  const app = fastify({
    logger: false,
    trustProxy: false,
    requestTimeout: parts.requestTimeoutMs,
    // Node.js looks for connections that are too slow only so often, by default every 30 seconds.
    http: { headersTimeout: parts.requestTimeoutMs / 2, connectionsCheckingInterval: connectionCheckMs },
    forceCloseConnections: 'idle',
    // What arrives on an open connection while the others finish is stored as well: the log closes last.
    return503OnClosing: false,
  });
  app.server.maxConnections = maxConnections;

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.requests.add(1, { route, status: String(reply.statusCode) });
  });
  refuseUniformly(app, parts.onNotice);

  await app.register(async (open) => {
    // Script tags run on the shop's origin. Without cookies or credentials there is nothing to steal by asking.
    await open.register(fastifyCors, {
      origin: '*',
      methods: ['GET', 'HEAD', 'POST'],
      allowedHeaders: ['content-type'],
      exposedHeaders: ['etag', 'retry-after'],
      maxAge: 86_400,
    });
    open.addHook('onRequest', async (_request, reply) => {
      reply.header('cross-origin-resource-policy', 'cross-origin').header('x-content-type-options', 'nosniff');
    });
    const { intake, maxBodyBytes, models, sdk } = parts;
    await open.register(async (scope) => {
      recordsRoute(scope, { intake, maxBodyBytes, onBody: (bytes) => metrics.bodyBytes.add(bytes) });
    });
    await open.register(modelRoutes, { prefix: '/models', models });
    if (sdk !== undefined) await open.register(sdkRoutes, { prefix: '/sdk', sdk });
  });

  healthRoutes(app, { logState: () => log.state });
  metricsRoute(app, { render: () => metrics.render({ log, listeners: () => feed.listeners }) });
  if (parts.live) {
    await pageRoutes(app);
    liveRoute(app, { feed });
  }
  return app;
}

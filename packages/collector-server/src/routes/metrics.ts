import type { FastifyInstance } from 'fastify';

/** `/metrics`, for Prometheus. */
export function metricsRoute(app: FastifyInstance, { render }: { render: () => string }): void {
  app.get('/metrics', (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store').send(render()),
  );
}

import type { FastifyInstance } from 'fastify';

/** `/metrics`, for Prometheus. */
export function metricsRoute(app: FastifyInstance, { render }: { render: () => Promise<string> }): void {
  app.get('/metrics', async (_request, reply) => {
    const text = await render();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store').send(text);
  });
}

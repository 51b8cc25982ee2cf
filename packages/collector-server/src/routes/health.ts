import type { FastifyInstance } from 'fastify';
import type { LogState } from '../log/segment-log.ts';
import { refuse } from './refusal.ts';

/** `/healthz`: the process answers. `/readyz`: it can also store what it is sent; 503 says why not. */
export function healthRoutes(app: FastifyInstance, { logState }: { logState: () => LogState }): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));

  app.get('/readyz', (_request, reply) => {
    const state = logState();
    if (state.kind === 'open') return reply.header('cache-control', 'no-store').send({ status: 'ready', log: 'open' });
    return refuse(reply, 503, { error: `log-${state.kind}`, reason: state.reason, retryAfterS: 5 });
  });
}

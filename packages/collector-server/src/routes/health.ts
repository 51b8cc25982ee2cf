import type { FastifyInstance } from 'fastify';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LogState } from '../log/segment-log.ts';

export interface HealthParts {
  logState: () => LogState;
  kafkaState: () => KafkaState;
}

/**
 * `/healthz`: the process answers. `/readyz`: it can also store what it is sent; 503 says why not. Kafka is shown, but
 * does not decide: while it is away records wait in the log.
 */
export function healthRoutes(app: FastifyInstance, { logState, kafkaState }: HealthParts): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));

  app.get('/readyz', (_request, reply) => {
    const log = logState();
    const { kind, ...about } = kafkaState();
    const kafka = { state: kind, ...about };
    reply.header('cache-control', 'no-store');
    if (log.kind === 'open') return reply.send({ status: 'ready', log: { state: 'open' }, kafka });
    const { kind: state, reason } = log;
    return reply
      .code(503)
      .header('retry-after', '5')
      .send({ error: `log-${state}`, reason, log: { state, reason }, kafka });
  });
}

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LogState } from '../log/segment-log.ts';

/** The body of `/healthz`. */
export const Health = Type.Object({ status: Type.Literal('ok') });

const Kafka = Type.Object({
  state: Type.Enum(['off', 'connecting', 'connected', 'away']),
  sinceMs: Type.Optional(Type.Number({ description: 'When this began, in milliseconds since 1970.' })),
  reason: Type.Optional(Type.String({ description: 'Why it is away.' })),
});

/** The body of `/readyz` when records can be stored. */
export const Ready = Type.Object({
  status: Type.Literal('ready'),
  log: Type.Object({ state: Type.Literal('open') }),
  kafka: Kafka,
});
type Ready = Static<typeof Ready>;

/** The body of `/readyz` when they can't. */
export const NotReady = Type.Object({
  error: Type.Enum(['log-full', 'log-failed', 'log-closed']),
  reason: Type.String(),
  log: Type.Object({ state: Type.Enum(['full', 'failed', 'closed']), reason: Type.String() }),
  kafka: Kafka,
});
type NotReady = Static<typeof NotReady>;

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
    const { kind: kafkaKind, ...aboutKafka } = kafkaState();
    const kafka = { state: kafkaKind, ...aboutKafka };
    reply.header('cache-control', 'no-store');
    if (log.kind === 'open') {
      return reply.send({ status: 'ready', log: { state: 'open' }, kafka } satisfies Ready);
    }
    const { kind: state, reason } = log;
    const body: NotReady = { error: `log-${state}`, reason, log: { state, reason }, kafka };
    return reply.code(503).header('retry-after', '5').send(body);
  });
}

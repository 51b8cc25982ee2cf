import { fastify } from 'fastify';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import type { KafkaState } from '../kafka/kafka-state.ts';
import type { LogState } from '../log/segment-log.ts';
import { healthRoutes, NotReady, Ready } from './health.ts';

async function readiness(log: LogState, kafka: KafkaState) {
  const app = fastify();
  healthRoutes(app, { logState: () => log, kafkaState: () => kafka });
  const response = await app.inject('/readyz');
  const body: unknown = response.json();
  expect(Compile(response.statusCode === 200 ? Ready : NotReady).Check(body)).toBe(true);
  expect(response.headers['cache-control']).toBe('no-store');
  return { status: response.statusCode, body, retryAfter: response.headers['retry-after'] };
}

const away: KafkaState = { kind: 'away', sinceMs: 1_700_000_000_000, reason: 'ECONNREFUSED' };
const { kind: state, ...aboutKafka } = away;

describe('/readyz', () => {
  test('is ready while records can be stored, and shows where Kafka is', async () => {
    expect(await readiness({ kind: 'open' }, { kind: 'off' })).toMatchObject({
      status: 200,
      body: { status: 'ready', log: { state: 'open' }, kafka: { state: 'off' } },
    });
    expect(await readiness({ kind: 'open' }, { kind: 'connected', sinceMs: 7 })).toMatchObject({
      status: 200,
      body: { kafka: { state: 'connected', sinceMs: 7 } },
    });
  });

  test('stays ready while Kafka is away: records wait in the log', async () => {
    expect(await readiness({ kind: 'open' }, away)).toMatchObject({
      status: 200,
      body: { status: 'ready', kafka: { state, ...aboutKafka } },
    });
  });

  test.each(['full', 'failed', 'closed'] as const)('is not ready while the log is %s, and says why', async (kind) => {
    const reason = 'for a reason';
    expect(await readiness({ kind, reason }, away)).toEqual({
      status: 503,
      body: { error: `log-${kind}`, reason, log: { state: kind, reason }, kafka: { state, ...aboutKafka } },
      retryAfter: '5',
    });
  });
});

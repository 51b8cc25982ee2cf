import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { missingForKafka } from './broker-program.ts';
import { type Connection, startKafka } from './kafka.ts';
import { createTopic, receive, send } from './records.fixture.ts';

const missing = missingForKafka();

describe.skipIf(missing !== undefined)(`secured brokers${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const without = (connection: Connection, part: 'tls' | 'sasl'): Connection => {
    const { [part]: _, ...rest } = connection;
    return rest;
  };

  test('with TLS takes clients that trust its authority, and no others', async () => {
    const kafka = await startKafka({ security: 'tls' });
    try {
      expect(readFileSync(kafka.caFile ?? '', 'utf8')).toContain('BEGIN CERTIFICATE');
      await createTopic(kafka.connection, 'secured');
      await send(kafka.connection, 'secured', ['by TLS']);
      expect(await receive(kafka.connection, 'secured', 1)).toEqual(['by TLS']);
      await expect(createTopic(without(kafka.connection, 'tls'), 'plain')).rejects.toThrow();
    } finally {
      await kafka.close();
    }
  });

  test.each(['sasl-scram', 'sasl-ssl'] as const)('with %s takes clients that know the password', async (security) => {
    const kafka = await startKafka({ security });
    try {
      await createTopic(kafka.connection, 'secured');
      await send(kafka.connection, 'secured', ['by password']);
      expect(await receive(kafka.connection, 'secured', 1)).toEqual(['by password']);
      const { credentials } = kafka;
      if (credentials === undefined) throw new Error('no credentials');
      await createTopic({ ...kafka.connection, sasl: { ...credentials, mechanism: 'SCRAM-SHA-256' } }, 'other');
      const wrong = { ...kafka.connection, sasl: { ...credentials, password: 'wrong' } };
      await expect(createTopic(wrong, 'refused')).rejects.toThrow();
      await expect(createTopic(without(kafka.connection, 'sasl'), 'refused')).rejects.toThrow();
    } finally {
      await kafka.close();
    }
  });
});

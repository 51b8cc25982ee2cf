import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingForKafka } from './broker-program.ts';
import { type Kafka, startKafka } from './kafka.ts';
import { createTopic, receive, send } from './records.fixture.ts';

const missing = missingForKafka();

describe.skipIf(missing !== undefined)(`three brokers${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let kafka: Kafka;
  beforeAll(async () => {
    kafka = await startKafka({ brokers: 3 });
  });
  afterAll(() => kafka?.close());

  test('go on without losing anything when any one of them is killed, and take it back', async () => {
    await createTopic(kafka.connection, 'shared', 3);
    await kafka.waitForLeader('shared', 0, { inSync: 3 });
    const sent: string[] = [];
    for (const broker of kafka.brokers) {
      await broker.kill();
      sent.push(`without ${broker.id}`);
      await send(kafka.connection, 'shared', sent.slice(-1));
      await broker.restart();
      await kafka.waitForLeader('shared', 0, { inSync: 3 });
    }
    expect(await receive(kafka.connection, 'shared', 3)).toEqual(sent);
  });
});

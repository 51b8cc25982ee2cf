/**
 * The service that a careful team would write: fastify with its schema validation, kafkajs, and the answer after Kafka's
 * with acks of all in-sync replicas. Started as `usual-server.ts <host:port of
 * Kafka> <topic>`.
 */
import { AnonymousRecord, type Batch, maxRecordsPerBatch } from '@edgecart/protocol';
import { fastify } from 'fastify';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const [broker = '', topic = ''] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'usual', brokers: [broker], logLevel: logLevel.WARN });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false });

const app = fastify({
  bodyLimit: 256 * 1024,
  // Fastify's own defaults would change records until they fit: strip keys and turn texts into numbers.
  ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
});
// A page on another origin sends text/plain, which needs no preflight.
app.addContentTypeParser('text/plain', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));

const records = { type: 'array', items: AnonymousRecord, minItems: 1, maxItems: maxRecordsPerBatch };
const body = { type: 'object', properties: { records }, required: ['records'], additionalProperties: false };
const response = { 200: { type: 'object', properties: { stored: { type: 'integer' } }, required: ['stored'] } };

app.post<{ Body: Batch }>('/v1/records', { schema: { body, response } }, async (request) => {
  const { records } = request.body;
  await producer.send({
    topic,
    acks: -1,
    messages: records.map((record) => ({
      key: record.kind === 'count' ? record.item : record.id,
      value: JSON.stringify(record),
    })),
  });
  return { stored: records.length };
});

await producer.connect();
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));

import {
  AnonymousRecord,
  BatchAnswer,
  CountRecord,
  LatestModel,
  ModelManifest,
  maxRecordsPerBatch,
  PathRecord,
  StockAnswer,
  StockChange,
  StockReceipt,
  TrendingAnswer,
} from '@edgecart/protocol';
import { Health, NotReady, Ready } from '../routes/health.ts';
import { RefusalBody } from '../routes/refusal.ts';
import { publishedSchemas } from '../schemas/published-schemas.ts';
import {
  type Answer,
  type Answers,
  always,
  component,
  json,
  limited,
  needsKey,
  refusal,
  refusalToWait,
} from './answers.ts';

interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  responses: Answers;
  parameters?: object[];
  requestBody?: object;
  security?: object[];
}

const key = {
  name: 'key',
  in: 'path',
  required: true,
  description: 'A write key of the shop. It is public: it stands in the shop’s pages.',
  schema: { type: 'string', pattern: '^wk_[A-Za-z0-9_-]{4,64}$' },
};

const text = (type: string, description: string): Answer => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
});

const batchBody = {
  required: true,
  content: {
    'application/json': { schema: component('Batch') },
    'text/plain': {
      schema: { type: 'string', contentMediaType: 'application/json', contentSchema: component('Batch') },
    },
  },
};

/** The same below a write key. */
const ofShop = (operation: Operation): Operation => ({
  ...operation,
  operationId: `${operation.operationId}OfShop`,
  summary: `${operation.summary}, of the shop of a write key`,
  parameters: [key, ...(operation.parameters ?? [])],
});

const storeRecords: Operation = {
  operationId: 'storeRecords',
  summary: 'Stores a batch of anonymous records',
  description:
    'Answered only when every accepted record is durable. As `text/plain` a beacon needs no preflight. Each record is ' +
    'checked by itself; a wrong one costs none of the others. Sending a batch again stores nothing twice. ' +
    'With `content-encoding: gzip` the body may be packed.',
  tags: ['records'],
  requestBody: batchBody,
  responses: {
    200: json('Every record is durable.', component('BatchAnswer')),
    207: json('Some records, or all, were refused; the others are durable.', component('BatchAnswer')),
    400: refusal('This is no batch: `not-json`, `not-a-batch`, `not-gzip`, or no request at all: `bad-request`.'),
    ...needsKey,
    408: refusal('The body was not here in time: `too-slow`.'),
    413: refusal('The body is too long, as sent or as inflated: `body-too-large`.'),
    415: refusal('Another content type or encoding: `unsupported-content-type`, `unsupported-content-encoding`.'),
    ...limited,
    431: refusal('Its headers were too long: `headers-too-large`.'),
    500: refusalToWait('The collector failed: `internal`.'),
    503: refusalToWait('The log can’t take it, and nothing of it was acknowledged: `log-unavailable`.'),
  },
};

const latestModel: Operation = {
  operationId: 'latestModel',
  summary: 'Names the current model',
  tags: ['models'],
  responses: {
    200: {
      ...json('The current version.', component('LatestModel')),
      headers: { etag: { schema: { type: 'string' } } },
    },
    304: { description: 'It is the one that `if-none-match` named.' },
    ...always,
    ...needsKey,
    404: refusal('No model is published yet: `no-model`.'),
    ...limited,
    500: refusal('The published file can not be read: `broken-model`, or the collector failed: `internal`.'),
  },
};

const modelFile: Operation = {
  operationId: 'modelFile',
  summary: 'Serves a file of a published version',
  description: 'A version never changes: its files may be kept for ever. Ranges are served.',
  tags: ['models'],
  parameters: [
    { name: 'version', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
    {
      name: 'file',
      in: 'path',
      required: true,
      schema: { type: 'string', enum: ['manifest.json', 'model.safetensors'] },
    },
  ],
  responses: {
    200: {
      description: 'The file.',
      content: {
        'application/json': { schema: component('ModelManifest') },
        'application/octet-stream': { schema: {} },
      },
    },
    206: { description: 'The part of it that was asked for.' },
    304: { description: 'It is the one that the request has.' },
    ...always,
    ...needsKey,
    404: refusal('This version or file is not published: `no-such-model`.'),
    412: refusal('A condition of the request does not hold.'),
    416: refusal('The file has no such range.'),
    ...limited,
    500: refusalToWait('The collector failed: `internal`.'),
  },
};

const readStock: Operation = {
  operationId: 'readStock',
  summary: 'Names the items that are gone',
  description: 'For shoppers’ pages, which ask every few seconds. How many of an item there are is not told.',
  tags: ['stock'],
  responses: {
    200: { ...json('What is gone.', component('StockAnswer')), headers: { etag: { schema: { type: 'string' } } } },
    304: { description: 'It is what `if-none-match` named.' },
    ...always,
    ...needsKey,
    ...limited,
    500: refusalToWait('The collector failed: `internal`.'),
  },
};

const changeStock: Operation = {
  operationId: 'changeStock',
  summary: 'Takes changes of stock from the shop’s own systems',
  description: 'With the key of `--stock-key-file` as bearer token. A wrong item costs none of the others.',
  tags: ['stock'],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['items'],
          properties: { items: { type: 'array', items: component('StockChange') } },
        },
      },
    },
  },
  responses: {
    200: json('All are on the disk.', component('StockReceipt')),
    207: json('Some are; the others have their reasons.', component('StockReceipt')),
    ...always,
    400: refusal('This holds no list of items: `no-stock`, or can’t be read: `bad-request`.'),
    401: refusal('Another key is needed: `wrong-stock-key`.'),
    403: refusal(
      'This collector takes no stock: `stock-not-taken`; or `unknown-write-key`, `write-key-missing`, ' +
        '`origin-not-allowed`.',
    ),
    413: refusal('The body is too long: `bad-request`.'),
    415: refusal('The body is no JSON: `bad-request`.'),
    ...limited,
    503: refusalToWait('It could not be written, and nothing has changed: `stock-not-kept`.'),
  },
};

const readTrending: Operation = {
  operationId: 'readTrending',
  summary: 'Names what trends now, the most first',
  description:
    'For shoppers’ pages, with `--insights on`. Each item rests on at least k records of all shoppers together; how many ' +
    'they were is not told. Empty while nothing is known, as where no insights are computed.',
  tags: ['insights'],
  responses: {
    200: {
      ...json('What trends.', component('TrendingAnswer')),
      headers: { etag: { schema: { type: 'string' } } },
    },
    304: { description: 'It is what `if-none-match` named.' },
    ...always,
    ...needsKey,
    ...limited,
  },
};

const watch = (operationId: string, summary: string, responses: Answers): Operation => ({
  operationId,
  summary,
  tags: ['operations'],
  responses: { ...responses, ...always },
});

const readKey = [{}, { readKey: [] }];
const readKeyNeeded = refusal('A read key of the shop is needed: `read-key-needed`.');

const paths: Readonly<Record<string, { get?: Operation; post?: Operation }>> = {
  '/v1/records': { post: storeRecords },
  '/k/{key}/v1/records': { post: ofShop(storeRecords) },
  '/v1/stock': { get: readStock, post: changeStock },
  '/k/{key}/v1/stock': { get: ofShop(readStock), post: ofShop(changeStock) },
  '/v1/trending': { get: readTrending },
  '/k/{key}/v1/trending': { get: ofShop(readTrending) },
  '/models/latest.json': { get: latestModel },
  '/k/{key}/models/latest.json': { get: ofShop(latestModel) },
  '/models/{version}/{file}': { get: modelFile },
  '/k/{key}/models/{version}/{file}': { get: ofShop(modelFile) },
  '/sdk/{file}': {
    get: {
      operationId: 'sdkFile',
      summary: 'Serves the SDK, where the collector was given its files',
      tags: ['models'],
      parameters: [{ name: 'file', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        200: { description: 'The file.' },
        206: { description: 'The part of it that was asked for.' },
        304: { description: 'It is the one that the request has.' },
        ...always,
        404: refusal('There is no such file.'),
        412: refusal('A condition of the request does not hold.'),
        416: refusal('The file has no such range.'),
        ...limited,
        500: refusalToWait('The collector failed: `internal`.'),
      },
    },
  },
  '/healthz': { get: watch('health', 'Whether the process answers', { 200: json('It does.', component('Health')) }) },
  '/readyz': {
    get: watch('readiness', 'Whether records can be stored, and whether Kafka has them', {
      200: json('They can. Kafka may be away: records wait in the log then.', component('Ready')),
      503: json('They can’t.', component('NotReady')),
    }),
  },
  '/metrics': { get: watch('metrics', 'Metrics for Prometheus', { 200: text('text/plain', 'The metrics.') }) },
  '/v1/live': {
    get: watch('live', 'What arrives, as a stream of server-sent events', {
      200: text('text/event-stream', 'The stream; it does not end.'),
      503: refusalToWait('Too many listen already, `too-many-listeners`, or the collector is stopping, `closing`.'),
    }),
  },
  '/v1/insights': {
    get: {
      ...watch('insights', 'What all shoppers together do, each figure resting on at least k records', {
        200: json('It, as of now.', component('Insights')),
        401: readKeyNeeded,
        503: refusalToWait('It is being opened: `not-ready`.'),
      }),
      security: readKey,
    },
  },
  '/v1/insights/live': {
    get: {
      ...watch('insightsLive', 'The same whenever it changes, as a stream of server-sent events', {
        200: text('text/event-stream', 'The stream; it does not end.'),
        401: readKeyNeeded,
        503: refusalToWait('Too many listen already, `too-many-listeners`, or the collector is stopping, `closing`.'),
      }),
      security: readKey,
    },
  },
  '/openapi.json': {
    get: watch('openapi', 'This description', { 200: json('It.', { $ref: '#/components/schemas/OpenApi' }) }),
  },
  '/schemas/{name}.json': {
    get: {
      ...watch('schema', 'A JSON Schema; from one version to the next it gains optional fields only', {
        200: { description: 'The schema.', content: { 'application/schema+json': { schema: { type: 'object' } } } },
        404: refusal('No schema has this name: `not-found`.'),
      }),
      parameters: [
        {
          name: 'name',
          in: 'path',
          required: true,
          schema: { type: 'string', enum: publishedSchemas.map(({ name }) => name) },
        },
      ],
    },
  },
};

const Batch = {
  type: 'object',
  required: ['records'],
  properties: {
    records: { type: 'array', minItems: 1, maxItems: maxRecordsPerBatch, items: component('AnonymousRecord') },
  },
  additionalProperties: false,
};

/** The description of everything that is served, OpenAPI 3.1. Its schemas are those that requests are checked with. */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Edgecart collector',
      version,
      description:
        'Takes anonymous records, keeps them durably, and serves the models that were trained from them. Where several ' +
        'shops share a collector, what browsers ask for stands below `/k/{key}`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'records', description: 'What shops’ pages send' },
      { name: 'models', description: 'What shops’ pages load' },
      { name: 'stock', description: 'What shops’ systems tell, and pages ask for' },
      { name: 'insights', description: 'What all shoppers together do, for pages' },
      { name: 'operations', description: 'What operators look at' },
    ],
    paths,
    components: {
      securitySchemes: {
        readKey: { type: 'http', scheme: 'bearer', description: 'A read key of the shop, `rk_…`; it is secret.' },
      },
      schemas: {
        CountRecord,
        PathRecord,
        AnonymousRecord: {
          ...AnonymousRecord,
          anyOf: [component('CountRecord'), component('PathRecord')],
          discriminator: {
            propertyName: 'kind',
            mapping: { count: '#/components/schemas/CountRecord', path: '#/components/schemas/PathRecord' },
          },
        },
        Batch,
        BatchAnswer,
        Refusal: RefusalBody,
        StockChange,
        StockAnswer,
        StockReceipt,
        TrendingAnswer,
        LatestModel,
        ModelManifest,
        Insights: { type: 'object', required: ['madeMs', 'hour', 'k', 'health'] },
        Health,
        Ready,
        NotReady,
        OpenApi: { type: 'object', required: ['openapi', 'info', 'paths'] },
      },
    },
    security: [],
  };
}

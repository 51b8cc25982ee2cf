import { type Static, type TSchema, Type } from 'typebox';
import { kafkaCompressions, saslMechanisms } from '../kafka/kafka-options.ts';
import { defaults, kafkaDefaults } from './option-defaults.ts';

/**
 * What an option's schema says beside its type: the flag that it is given by, what it is for, and what it must be when
 * the type alone does not say it.
 */
export interface OptionNotes {
  flag?: string;
  description?: string;
  expects?: string;
  /** Shown where a default is not a plain value. */
  shownDefault?: string;
  secret?: true;
  default?: unknown;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const number = (minimum: number, maximum: number, notes: OptionNotes) =>
  Type.Optional(Type.Integer({ minimum, maximum, expects: `a whole number from ${minimum} to ${maximum}`, ...notes }));

const text = (expects: string, notes: OptionNotes) => Type.Optional(Type.String({ pattern: '\\S', expects, ...notes }));

const onOff = (notes: OptionNotes) => Type.Optional(Type.Boolean({ expects: 'true or false', ...notes }));

const choice = <const Value extends string>(values: readonly Value[], notes: OptionNotes) =>
  Type.Unsafe<Value>(Type.Enum([...values], { expects: `one of ${values.join(', ')}`, ...notes }));

const closed = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

const maxTimerMs = 2 ** 31 - 1;

const readKeys = Type.Optional(
  Type.Array(Type.String({ expects: 'a read key' }), {
    expects: 'read keys',
    flag: 'read-keys',
    description: 'keys that insights and dashboard are read with',
    shownDefault: 'none: open',
  }),
);

const Shop = closed({
  name: Type.String({ expects: 'a name of 1 to 32 lower-case letters, digits and hyphens' }),
  keys: Type.Array(Type.String({ expects: 'a write key' }), { expects: 'a list of write keys' }),
  origins: Type.Union([Type.Literal('any'), Type.Array(Type.String())], {
    expects: 'a list of origins such as "https://shop.example", or "any"',
  }),
  models: text('a folder', {}),
  catalogue: text('a file', {}),
  readKeys,
  requestsPerMinute: number(1, 10_000_000, {}),
});

const Kafka = closed({
  brokers: Type.Array(
    Type.String({
      pattern: '^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):[1-9][0-9]{0,4}$',
      expects: 'a broker as host:port',
    }),
    {
      minItems: 1,
      expects: 'one or more brokers as host:port',
      flag: 'kafka',
      description: 'brokers to drain to, as host:port[,host:port]',
      shownDefault: 'none: the log is kept',
    },
  ),
  tls: Type.Optional(
    Type.Object(
      {
        ca: text('a file in PEM', {
          flag: 'kafka-ca',
          description: "certificates that the brokers' must come from",
          shownDefault: "the system's",
        }),
        cert: text('a file in PEM', { flag: 'kafka-cert', description: 'our certificate', shownDefault: 'none' }),
        key: text('a file in PEM', { flag: 'kafka-key', description: 'its key', shownDefault: 'none' }),
      },
      {
        additionalProperties: false,
        flag: 'kafka-tls',
        description: 'whether connections to Kafka are encrypted; one of the three files says so too',
        shownDefault: 'off',
      },
    ),
  ),
  sasl: Type.Optional(
    closed({
      mechanism: choice(saslMechanisms, {
        flag: 'kafka-sasl',
        description: saslMechanisms.join(', '),
        shownDefault: 'none',
      }),
      username: Type.String({
        pattern: '\\S',
        expects: 'a user name',
        flag: 'kafka-username',
        description: 'of SASL',
        shownDefault: 'none',
      }),
      password: Type.Optional(Type.String({ minLength: 1, expects: 'a password', secret: true })),
      passwordFile: text('a file', {
        flag: 'kafka-password-file',
        description: 'file that holds the password; or give EDGECART_KAFKA_PASSWORD',
        shownDefault: 'none',
      }),
    }),
  ),
  topicPrefix: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._-]{1,200}$',
      expects: 'a prefix of 1 to 200 letters, digits, dots, hyphens and underscores',
      flag: 'kafka-topic-prefix',
      description: 'what the names of the topics begin with',
      default: kafkaDefaults.topicPrefix,
    }),
  ),
  createTopics: onOff({
    flag: 'kafka-create-topics',
    description: 'whether missing topics are made',
    default: kafkaDefaults.createTopics,
  }),
  partitions: number(1, 10_000, {
    flag: 'kafka-partitions',
    description: 'of topics that are made',
    default: kafkaDefaults.partitions,
  }),
  replication: number(1, 32, {
    flag: 'kafka-replication',
    description: 'copies of topics that are made',
    shownDefault: "the broker's",
  }),
  compression: Type.Optional(
    choice(kafkaCompressions, {
      flag: 'kafka-compression',
      description: kafkaCompressions.join(', '),
      default: kafkaDefaults.compression,
    }),
  ),
});

/** Every setting of a collector, and the shape of the file that `--config` names. */
export const Settings = closed({
  data: Type.String({
    pattern: '\\S',
    expects: 'a folder',
    flag: 'data',
    description: 'folder of everything that is kept; made if it is not there',
    shownDefault: './edgecart-data',
  }),
  port: number(0, 65_535, {
    flag: 'port',
    description: 'port to listen on, 0 for any free one',
    default: defaults.port,
  }),
  host: text('an address', { flag: 'host', description: 'address to listen on', default: defaults.host }),
  models: text('a folder', {
    flag: 'models',
    description: 'folder of the published models',
    shownDefault: '<data>/models',
  }),
  sdk: text('a folder', {
    flag: 'sdk',
    description: "folder of the SDK's built files, served under /sdk/",
    shownDefault: 'none',
  }),
  stockKeyFile: text('a file', {
    flag: 'stock-key-file',
    description: "file that holds the key with which the shop's systems may say what is in stock",
    shownDefault: 'none: stock is not taken',
  }),
  live: onOff({ flag: 'live', description: 'whether the live page is served at /', default: defaults.live }),
  insights: onOff({
    flag: 'insights',
    description: 'whether insights are computed, and served with the dashboard',
    default: defaults.insights,
  }),
  insightsFrom: Type.Optional(
    choice(['log', 'kafka'], {
      flag: 'insights-from',
      description: 'what insights read: log (at once), or kafka (shuffled, of all collectors)',
      default: defaults.insightsFrom,
    }),
  ),
  catalogue: text('a file', {
    flag: 'catalogue',
    description: "the shop's catalogue.json: names for insights; other items are kept out of them",
    shownDefault: 'none',
  }),
  readKeys,
  workers: number(1, 64, {
    flag: 'workers',
    description: 'threads that take requests, one log each',
    default: defaults.workers,
  }),
  logLevel: Type.Optional(
    choice(logLevels, {
      flag: 'log-level',
      description: `what is logged: ${logLevels.join(', ')}`,
      default: defaults.logLevel,
    }),
  ),

  maxBodyBytes: number(1_024, 16 * 1024 ** 2, {
    flag: 'max-body-bytes',
    description: 'longest accepted body, as sent and as inflated',
    default: defaults.maxBodyBytes,
  }),
  maxHeaderBytes: number(1_024, 1024 ** 2, {
    flag: 'max-header-bytes',
    description: 'longest accepted headers of a request, all together',
    default: defaults.maxHeaderBytes,
  }),
  requestTimeoutMs: number(100, 600_000, {
    flag: 'request-timeout-ms',
    description: 'time in which a request must be here; its headers in half of it',
    default: defaults.requestTimeoutMs,
  }),
  idleTimeoutMs: number(100, 3_600_000, {
    flag: 'idle-timeout-ms',
    description: 'a connection on which nothing moves so long is closed',
    default: defaults.idleTimeoutMs,
  }),
  maxConnections: number(1, 1_000_000, {
    flag: 'max-connections',
    description: 'open connections; more are closed unanswered',
    default: defaults.maxConnections,
  }),
  rateLimitPerMinute: number(0, 10_000_000, {
    flag: 'rate-limit-per-minute',
    description: 'requests of one address a minute, then 429; 0 for no limit',
    default: defaults.rateLimitPerMinute,
  }),
  trustProxy: Type.Optional(
    Type.Union(
      [
        Type.Literal(false),
        Type.Integer({ minimum: 1, maximum: 16 }),
        Type.Array(Type.String({ pattern: '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$' }), { minItems: 1 }),
      ],
      {
        expects: 'off (false), a number of proxies from 1 to 16, or addresses such as 10.0.0.0/8',
        flag: 'trust-proxy',
        description: 'which proxies may say in x-forwarded-for whom to count: off, how many, or their addresses',
        default: defaults.trustProxy,
      },
    ),
  ),

  segmentBytes: number(1_024, 1024 ** 3, {
    flag: 'segment-bytes',
    description: 'size at which a segment of the log is sealed',
    default: defaults.segmentBytes,
  }),
  sealAgeMs: number(0, maxTimerMs, {
    flag: 'seal-age-ms',
    description: 'age at which a segment is sealed that holds enough batches',
    default: defaults.sealAgeMs,
  }),
  minBatches: number(0, 1_000_000, {
    flag: 'min-batches',
    description: 'batches that are enough to be mixed',
    default: defaults.minBatches,
  }),
  maxSealAgeMs: number(0, maxTimerMs, {
    flag: 'max-seal-age-ms',
    description: 'age at which a segment is sealed however few it holds',
    default: defaults.maxSealAgeMs,
  }),
  maxLogBytes: number(1_024, Number.MAX_SAFE_INTEGER, {
    flag: 'max-log-bytes',
    description: 'all segments together; beyond it the answer is 503',
    default: defaults.maxLogBytes,
  }),
  keepDrainedMs: number(0, 366 * 86_400_000, {
    flag: 'keep-drained-ms',
    description: 'how long a segment is kept after Kafka has it',
    default: defaults.keepDrainedMs,
  }),
  maxRecentIds: number(1, 100_000_000, {
    flag: 'max-recent-ids',
    description: 'newest ids remembered against duplicates',
    default: defaults.maxRecentIds,
  }),

  shops: Type.Optional(Type.Array(Shop, { minItems: 1, expects: 'a list of shops' })),
  kafka: Type.Optional(Kafka),
});
export type Settings = Static<typeof Settings>;

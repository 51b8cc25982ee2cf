/** What an option is when nobody says otherwise. */
export const defaults = {
  port: 8_787,
  host: '127.0.0.1',
  live: true,
  insights: false,
  insightsFrom: 'log',
  workers: 1,
  logLevel: 'info',
  maxBodyBytes: 256 * 1024,
  maxHeaderBytes: 16 * 1024,
  requestTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  maxConnections: 10_000,
  rateLimitPerMinute: 600,
  trustProxy: false,
  segmentBytes: 64 * 1024 ** 2,
  sealAgeMs: 86_400_000,
  minBatches: 50,
  maxSealAgeMs: 86_400_000,
  maxLogBytes: 10 * 1024 ** 3,
  keepDrainedMs: 86_400_000,
  maxRecentIds: 1_000_000,
} as const;

/** The same for what is set about Kafka. */
export const kafkaDefaults = {
  topicPrefix: 'edgecart',
  createTopics: true,
  partitions: 6,
  compression: 'zstd',
} as const;

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defined } from '@edgecart/protocol';
import { type TrustProxy, wrongNetwork } from '../abuse/trust-proxy.ts';
import { CollectorError, systemReason } from '../errors.ts';
import type { KafkaOptions } from '../kafka/kafka-options.ts';
import { readStockKey } from '../stock/stock-key.ts';
import { settingsFault } from './explain-settings.ts';
import { defaults, kafkaDefaults } from './option-defaults.ts';
import { Settings } from './option-schema.ts';
import { completeShops, type Shop } from './shops.ts';

/** Fields that may be left out may also be `undefined`. */
type Loose<Value> = Value extends readonly unknown[] | string
  ? Value
  : Value extends object
    ? { [Key in keyof Value]: Loose<Value[Key]> | (object extends Pick<Value, Key> ? undefined : never) }
    : Value;

/** How to run a collector; README.md describes each option. Only `data` must be given. */
export type CollectorOptions = Loose<Settings> & {
  /** Told of what an operator should know. Nothing in it comes from a request. Default: nobody. */
  onNotice?: ((message: string) => void) | undefined;
  /** The clock, in milliseconds since 1970. */
  nowMs?: (() => number) | undefined;
};

/** All options, checked and with their defaults, folders as absolute paths. */
export interface CompleteOptions {
  data: string;
  models: string;
  sdk: string | undefined;
  stockKeyFile: string | undefined;
  port: number;
  host: string;
  live: boolean;
  insights: boolean;
  insightsFrom: 'log' | 'kafka';
  workers: number;
  logLevel: NonNullable<Settings['logLevel']>;
  maxBodyBytes: number;
  maxHeaderBytes: number;
  requestTimeoutMs: number;
  idleTimeoutMs: number;
  maxConnections: number;
  rateLimitPerMinute: number;
  trustProxy: TrustProxy;
  segmentBytes: number;
  sealAgeMs: number;
  minBatches: number;
  maxSealAgeMs: number;
  maxLogBytes: number;
  keepDrainedMs: number;
  maxRecentIds: number;
  shops: Shop[];
  kafka: KafkaOptions | undefined;
  onNotice: (message: string) => void;
  nowMs: () => number;
}

/**
 * Checks options and fills in defaults; reads the file that holds Kafka's password, if one is named. Throws a
 * `CollectorError` `bad-option` that says what is allowed.
 */
export function completeOptions({ onNotice, nowMs, ...given }: CollectorOptions): CompleteOptions {
  const fault = settingsFault(Settings, given);
  if (fault) throw badOption(fault.path, fault.reason);
  const { sdk, stockKeyFile, kafka, shops, catalogue, readKeys, ...settings } = given;
  const models = resolve(settings.models ?? join(settings.data, 'models'));
  const complete = { ...defaults, ...defined(settings) };

  const wrong = wrongNetwork(complete.trustProxy);
  if (wrong !== undefined) {
    throw badOption(
      'trustProxy',
      `must hold addresses such as 10.0.0.1 or networks such as 10.0.0.0/8, not "${wrong}"`,
    );
  }
  if (complete.maxSealAgeMs < complete.sealAgeMs) {
    throw badOption('maxSealAgeMs', `must be at least sealAgeMs, ${complete.sealAgeMs}, not ${complete.maxSealAgeMs}`);
  }
  if (stockKeyFile !== undefined) readStockKey(stockKeyFile);
  if (complete.insightsFrom === 'kafka' && kafka === undefined) {
    throw badOption('insightsFrom', 'can be kafka only where kafka.brokers are set; use log');
  }
  return {
    ...complete,
    data: resolve(settings.data),
    models,
    sdk: sdk === undefined ? undefined : resolve(sdk),
    stockKeyFile: stockKeyFile === undefined ? undefined : resolve(stockKeyFile),
    shops: completeShops(shops, { models, catalogue, readKeys }),
    kafka: kafka === undefined ? undefined : completeKafka(kafka),
    onNotice: onNotice ?? (() => {}),
    nowMs: nowMs ?? Date.now,
  };
}

function completeKafka(given: NonNullable<CollectorOptions['kafka']>): KafkaOptions {
  const { brokers, tls, sasl, replication, ...settings } = given;
  for (const [index, broker] of brokers.entries()) {
    const port = Number(broker.slice(broker.lastIndexOf(':') + 1));
    if (port > 65_535) throw badOption(`kafka.brokers[${index}]`, `must have a port up to 65535, not ${port}`);
  }
  return {
    ...kafkaDefaults,
    ...defined(settings),
    brokers: [...brokers],
    tls: tls === undefined ? undefined : completeTls(tls),
    sasl: sasl === undefined ? undefined : completeSasl(sasl),
    replication,
  };
}

function completeTls(given: { [Key in 'ca' | 'cert' | 'key']?: string | undefined }): KafkaOptions['tls'] {
  const { ca, cert, key } = given;
  if ((cert === undefined) !== (key === undefined)) {
    throw badOption('kafka.tls', 'must have both cert and key, or neither');
  }
  const files = Object.entries({ ca, cert, key }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  for (const [name, path] of files) readOrRefuse(path, `kafka.tls.${name}`);
  return Object.fromEntries(files.map(([name, path]) => [name, resolve(path)]));
}

function completeSasl(given: NonNullable<NonNullable<CollectorOptions['kafka']>['sasl']>): KafkaOptions['sasl'] {
  const { mechanism, username, password, passwordFile } = given;
  if (password !== undefined && passwordFile === undefined) return { mechanism, username, password };
  if (password !== undefined || passwordFile === undefined) {
    const ways = 'EDGECART_KAFKA_PASSWORD, --kafka-password-file, or password or passwordFile in kafka.sasl';
    throw badOption('kafka.sasl', `must have a password, once: ${ways}`);
  }
  const read = readOrRefuse(passwordFile, 'kafka.sasl.passwordFile').replace(/\r?\n$/, '');
  if (read === '') throw badOption('kafka.sasl.passwordFile', `must hold the password, and ${passwordFile} is empty`);
  return { mechanism, username, password: read };
}

function readOrRefuse(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = `must be a file that can be read, and ${path} can't (${systemReason(error)})`;
    throw new CollectorError('bad-option', `${option} ${reason}`, { cause: error });
  }
}

const badOption = (option: string, reason: string) => new CollectorError('bad-option', `${option} ${reason}`);

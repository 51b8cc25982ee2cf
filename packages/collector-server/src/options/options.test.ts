import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { parseCommandLine } from './command-line.ts';
import { flags } from './flags.ts';
import { defaults } from './option-defaults.ts';
import { type CollectorOptions, completeOptions } from './options.ts';
import { shownConfig } from './shown-config.ts';

const complete = (options: Partial<CollectorOptions>) => completeOptions({ data: '/data', ...options });

describe('complete options', () => {
  test('have every default, and folders as absolute paths', () => {
    expect(complete({ data: 'x', sdk: undefined, port: undefined })).toMatchObject({
      ...defaults,
      data: join(process.cwd(), 'x'),
      models: join(process.cwd(), 'x', 'models'),
      sdk: undefined,
      shops: [{ name: 'default', keys: [], origins: 'any', models: join(process.cwd(), 'x', 'models') }],
      kafka: undefined,
    });
  });

  test('of Kafka too', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, 'pass word\n');
    const sasl = { mechanism: 'PLAIN', username: 'u', passwordFile: file } as const;
    expect(complete({ kafka: { brokers: ['a:1'], sasl, tls: { ca: file } } }).kafka).toEqual({
      brokers: ['a:1'],
      topicPrefix: 'edgecart',
      createTopics: true,
      partitions: 6,
      replication: undefined,
      compression: 'zstd',
      tls: { ca: file },
      sasl: { mechanism: 'PLAIN', username: 'u', password: 'pass word' },
    });
  });

  const sasl = { mechanism: 'PLAIN', username: 'u' } as const;
  const cases: [string, Partial<CollectorOptions>, RegExp][] = [
    ['a wrong number', { port: 70_000 }, /^port must be a whole number from 0 to 65535, not 70000$/],
    ['no folder', { data: '' }, /^data must be a folder, not ""$/],
    [
      'a network that is none',
      { trustProxy: ['10.0.0.0/33'] },
      /^trustProxy must hold addresses .* not "10.0.0.0\/33"$/,
    ],
    ['an address that is none', { trustProxy: ['1.2.3'] }, /^trustProxy must hold addresses .* not "1.2.3"$/],
    [
      'a later age before the earlier',
      { sealAgeMs: 9_000, maxSealAgeMs: 8_000 },
      /^maxSealAgeMs must be at least sealAgeMs/,
    ],
    [
      'a port that is none',
      { kafka: { brokers: ['a:70000'] } },
      /^kafka.brokers\[0\] must have a port up to 65535, not 70000$/,
    ],
    [
      'no password',
      { kafka: { brokers: ['a:1'], sasl } },
      /^kafka.sasl must have a password, once: EDGECART_KAFKA_PASSWORD/,
    ],
    [
      'two passwords',
      { kafka: { brokers: ['a:1'], sasl: { ...sasl, password: 'x', passwordFile: 'y' } } },
      /^kafka.sasl must have a password, once/,
    ],
    [
      'a password that is not there',
      { kafka: { brokers: ['a:1'], sasl: { ...sasl, passwordFile: '/nowhere' } } },
      /^kafka.sasl.passwordFile must be a file that can be read, and \/nowhere can't \(ENOENT\)$/,
    ],
    [
      'a certificate without a key',
      { kafka: { brokers: ['a:1'], tls: { cert: 'x' } } },
      /^kafka.tls must have both cert and key/,
    ],
    [
      'certificates that are not there',
      { kafka: { brokers: ['a:1'], tls: { ca: '/nowhere' } } },
      /^kafka.tls.ca must be a file/,
    ],
  ];
  test.each(cases)('refuse %s', (_name, options, message) => {
    expect(() => complete(options)).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(message) }),
    );
  });

  test('are never told with a password in it', () => {
    const options = { kafka: { brokers: ['a:1'], sasl: { ...sasl, password: 7 } } };
    expect(() => complete(options as unknown as CollectorOptions)).toThrow(/^kafka.sasl.password must be a password$/);
  });
});

describe('the configuration that is shown', () => {
  test('is a file of options again', async () => {
    const shops = [{ name: 'a', keys: ['wk_aaaa'], origins: ['https://a.example'], requestsPerMinute: 5 }];
    for (const options of [
      complete({}),
      complete({ shops, trustProxy: 1, kafka: { brokers: ['a:1'], replication: 3 } }),
    ]) {
      const file = join(await temporaryFolder(), 'shown.json');
      await writeFile(file, JSON.stringify(shownConfig(options)));
      const command = parseCommandLine(['--config', file], {});
      const again = command.kind === 'help' ? undefined : completeOptions(command.options);
      expect(again).toEqual({ ...options, onNotice: expect.any(Function), nowMs: expect.any(Function) });
    }
  });

  test('has no password', () => {
    const sasl = { mechanism: 'PLAIN', username: 'u', password: 'hunter2' } as const;
    const shown = JSON.stringify(shownConfig(complete({ kafka: { brokers: ['a:1'], sasl } })));
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('"password":"(not shown)"');
  });
});

test('the README names every option with its flag and default', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  for (const { name, schema } of flags) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`--${name}\``));
    expect(row, name).toBeDefined();
    if (typeof schema.default === 'number') expect(row).toContain(schema.default.toLocaleString('en'));
  }
});

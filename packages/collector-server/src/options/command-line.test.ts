import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { misspeltVariables, parseCommandLine, usage } from './command-line.ts';
import { flags } from './flags.ts';

const options = (args: string[], env: Record<string, string> = {}) => {
  const command = parseCommandLine(args, env);
  if (command.kind === 'help') throw new Error('it asks for help');
  return command.options;
};

async function configFile(content: unknown): Promise<string> {
  const path = join(await temporaryFolder(), 'edgecart.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('options', () => {
  test('have defaults for everything', () => {
    expect(options([])).toEqual({ data: 'edgecart-data' });
  });

  test('come from the command line', () => {
    const args = ['--port', '0', '--host=0.0.0.0', '--data', '/d', '--models', 'm', '--sdk', 's', '--live', 'off'];
    expect(options([...args, '--max-log-bytes', '4096', '--trust-proxy', '10.0.0.0/8, ::1'])).toEqual({
      port: 0,
      host: '0.0.0.0',
      data: '/d',
      models: 'm',
      sdk: 's',
      live: false,
      maxLogBytes: 4096,
      trustProxy: ['10.0.0.0/8', '::1'],
    });
    expect(options(['--trust-proxy', '2'])).toMatchObject({ trustProxy: 2 });
    expect(options(['--trust-proxy', 'off'])).toMatchObject({ trustProxy: false });
  });

  test('about Kafka come together from their flags', () => {
    const args = ['--kafka', 'a:9092,[::1]:9093', '--kafka-ca', 'ca.pem', '--kafka-sasl', 'SCRAM-SHA-512'];
    const env = { EDGECART_KAFKA_PASSWORD: 'secret', EDGECART_KAFKA_USERNAME: 'u' };
    expect(options([...args, '--kafka-create-topics', 'off', '--kafka-compression', 'lz4'], env).kafka).toEqual({
      brokers: ['a:9092', '[::1]:9093'],
      tls: { ca: 'ca.pem' },
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'u', password: 'secret' },
      createTopics: false,
      compression: 'lz4',
    });
    expect(options(['--kafka', 'a:1', '--kafka-tls', 'on']).kafka).toEqual({ brokers: ['a:1'], tls: {} });
    expect(options(['--kafka', 'a:1'], { EDGECART_KAFKA_TLS: 'off' }).kafka).toEqual({ brokers: ['a:1'] });
  });

  test('come from a file, the environment goes before it, and the command line before both', async () => {
    const file = await configFile({
      data: '/from-file',
      port: 1,
      segmentBytes: 2_048,
      maxBodyBytes: 2_048,
      kafka: { brokers: ['a:1'], tls: { ca: 'a' }, partitions: 3 },
      shops: [{ name: 'a', keys: ['wk_aaaa'], origins: 'any' }],
    });
    const env = { EDGECART_PORT: '2', EDGECART_SEGMENT_BYTES: '4096', EDGECART_CONFIG: file, HOME: '/root' };
    expect(options(['--port', '3', '--kafka-ca', 'b'], env)).toEqual({
      data: '/from-file',
      port: 3,
      segmentBytes: 4_096,
      maxBodyBytes: 2_048,
      kafka: { brokers: ['a:1'], tls: { ca: 'b' }, partitions: 3 },
      shops: [{ name: 'a', keys: ['wk_aaaa'], origins: 'any' }],
    });
    expect(options(['--config', file, '--kafka-tls', 'off']).kafka).toEqual({ brokers: ['a:1'], partitions: 3 });
  });

  test('of a file need not be complete', async () => {
    const file = await configFile({ kafka: { partitions: 3 } });
    expect(options(['--config', file, '--kafka', 'a:1']).kafka).toEqual({ brokers: ['a:1'], partitions: 3 });
    expect(() => options(['--config', file])).toThrow(
      '--kafka is missing; it must be one or more brokers as host:port',
    );
  });
});

describe("Kafka's password", () => {
  const given = ['--kafka', 'a:1', '--kafka-sasl', 'PLAIN', '--kafka-username', 'u'];

  test('is no flag', () => {
    expect(() => options([...given, '--kafka-password', 'x'])).toThrow(
      /^Unknown option '--kafka-password'; did you mean/,
    );
  });

  test('does not belong into a file of options', async () => {
    const file = await configFile({ kafka: { brokers: ['a:1'], sasl: { password: 'x' } } });
    expect(() => options(['--config', file])).toThrow(/kafka.sasl.password does not belong here: name a file in/);
  });

  test('in the environment goes before a file that the configuration names, and after one of a flag', async () => {
    const sasl = { mechanism: 'PLAIN', username: 'u', passwordFile: '/p' };
    const file = await configFile({ kafka: { brokers: ['a:1'], sasl } });
    const env = { EDGECART_KAFKA_PASSWORD: 'x' };
    const { passwordFile: _, ...withoutFile } = sasl;
    expect(options(['--config', file], env).kafka?.sasl).toEqual({ ...withoutFile, password: 'x' });
    expect(options(['--config', file]).kafka?.sasl).toEqual(sasl);
    expect(options([...given, '--kafka-password-file', '/q'], env).kafka?.sasl).toEqual({
      ...sasl,
      passwordFile: '/q',
    });
  });

  test('in the environment of a collector that needs none is left alone', () => {
    expect(options(['--kafka', 'a:1'], { EDGECART_KAFKA_PASSWORD: 'x' }).kafka).toEqual({ brokers: ['a:1'] });
    expect(options([], { EDGECART_KAFKA_PASSWORD: 'x' })).toEqual({ data: 'edgecart-data' });
  });
});

describe('a wrong option is named, with what it may be', () => {
  test.each([
    [['--port', 'eighty'], {}, '--port must be a whole number from 0 to 65535, not "eighty"'],
    [['--port', '65536'], {}, '--port must be a whole number from 0 to 65535, not "65536"'],
    [['--port', '1e3'], {}, '--port must be a whole number from 0 to 65535, not "1e3"'],
    [['--port='], {}, '--port must be a whole number from 0 to 65535, not ""'],
    [['--max-body-bytes', '5'], {}, '--max-body-bytes must be a whole number from 1024 to 16777216, not "5"'],
    [['--live', 'yes'], {}, '--live must be on or off, not "yes"'],
    [['--data', ''], {}, '--data must be a folder, not ""'],
    [['--log-level', 'loud'], {}, /^--log-level must be one of trace, debug, .*, not "loud"$/],
    [['--trust-proxy', 'nginx'], {}, /^--trust-proxy must be off .*, not "nginx"$/],
    [['--trust-proxy', '0'], {}, /^--trust-proxy must be off .*, not "0"$/],
    [['--kafka', 'localhost'], {}, '--kafka must be one or more brokers as host:port, not "localhost"'],
    [['--kafka', 'a:1', '--kafka-sasl', 'GSSAPI'], {}, /^--kafka-sasl must be one of PLAIN, .*, not "GSSAPI"$/],
    [['--kafka', 'a:1', '--kafka-sasl', 'PLAIN'], {}, '--kafka-username is missing; it must be a user name'],
    [['--kafka', 'a:1', '--kafka-tls', 'yes'], {}, '--kafka-tls must be on or off, not "yes"'],
    [[], { EDGECART_PORT: 'x' }, 'EDGECART_PORT must be a whole number from 0 to 65535, not "x"'],
    [['--prot', '1'], {}, "Unknown option '--prot'; did you mean --port?"],
    [['--port'], {}, "Option '--port <value>' argument missing; --help lists the options"],
    [['extra'], {}, "Unexpected argument 'extra'; --help lists the options"],
  ])('%j %j', (args, env, message) => {
    expect(() => options(args, env)).toThrow(
      expect.objectContaining({
        code: 'bad-option',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
  });

  test.each([
    ['not JSON', '{', /: it must be JSON: /],
    ['a list', [], /: it must be an object with data, port, /],
    ['a misspelt option', { prot: 1 }, /: prot is no option; did you mean "port"\?$/],
    ['a misspelt option inside', { kafka: { broker: [] } }, /: kafka.broker is no option; did you mean "brokers"\?$/],
    ['something else', { zzzzzzzz: 1 }, /: zzzzzzzz is no option; there are data, port, /],
    ['a prototype', '{"__proto__":{}}', /: __proto__ is no option; there are /],
    ['text for a number', { port: '1' }, /: port must be a whole number from 0 to 65535, not "1"$/],
    ['text for a switch', { live: 'on' }, /: live must be true or false, not "on"$/],
    [
      'a wrong broker',
      { kafka: { brokers: ['a:1', 'b'] } },
      /: kafka.brokers\[1\] must be a broker as host:port, not "b"$/,
    ],
    ['no broker', { kafka: { brokers: [] } }, /: kafka.brokers must be one or more brokers as host:port, not \[\]$/],
    ['half a shop', { shops: [{ name: 'a' }] }, /: shops\[0\].keys is missing; it must be a list of write keys$/],
    [
      'a shop without origins',
      { shops: [{ name: 'a', keys: [], origins: 'all' }] },
      /origins must be a list of origins/,
    ],
  ])('a file with %s', async (_name, content, message) => {
    const file = await configFile(content);
    expect(() => options(['--config', file])).toThrow(
      expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(message) }),
    );
    expect(() => options(['--config', file])).toThrow(file);
  });

  test('a file that is not there', () => {
    expect(() => options(['--config', '/nowhere.json'])).toThrow(
      "/nowhere.json: the file of --config can't be read (ENOENT)",
    );
  });
});

test('variables that look misspelt are told, and those of others are not', () => {
  const env = { EDGECART_PROT: '1', EDGECART_PORT: '1', EDGECART_COLLECTOR_URL: 'x', EDGECART_CONFIG: 'x', PROT: '1' };
  expect(misspeltVariables(env)).toEqual(['EDGECART_PROT is no option; did you mean EDGECART_PORT?']);
});

test('the help names every option and its default', () => {
  expect(parseCommandLine(['--help'], {})).toEqual({ kind: 'help' });
  for (const { name } of flags) expect(usage()).toContain(`--${name} `);
  expect(usage()).not.toContain('undefined');
});

import { describe, expect, test } from 'vitest';
import { parseCommandLine, usage } from './command-line.ts';

const options = (args: string[], env: Record<string, string> = {}) => {
  const command = parseCommandLine(args, env);
  if (command.kind !== 'start') throw new Error('it asks for help');
  return command.options;
};

describe('options', () => {
  test('have defaults for everything', () => {
    expect(options([])).toEqual({ data: 'edgecart-data' });
  });

  test('come from the command line', () => {
    expect(
      options([
        '--port',
        '0',
        '--host=0.0.0.0',
        '--data',
        '/d',
        '--models',
        'm',
        '--sdk',
        's',
        '--live',
        'off',
        '--max-log-bytes',
        '4096',
      ]),
    ).toEqual({ port: 0, host: '0.0.0.0', data: '/d', models: 'm', sdk: 's', live: false, maxLogBytes: 4096 });
  });

  test('come from the environment, and the command line wins', () => {
    const env = { EDGECART_PORT: '1', EDGECART_SEGMENT_BYTES: '2048', HOME: '/root' };
    expect(options(['--port', '2'], env)).toEqual({ data: 'edgecart-data', port: 2, segmentBytes: 2048 });
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
    [[], { EDGECART_PORT: 'x' }, 'EDGECART_PORT must be a whole number from 0 to 65535, not "x"'],
  ])('%j %j', (args, env, message) => {
    expect(() => options(args, env)).toThrow(expect.objectContaining({ code: 'bad-option', message }));
  });

  test.each([[['--prot', '1']], [['--port']], [['extra']]])('%j, with the options that there are', (args) => {
    expect(() => options(args)).toThrow(/; the options are --port, --host, --data, .* and --help$/);
  });
});

test('the help names every option and its default', () => {
  expect(parseCommandLine(['--help'], {})).toEqual({ kind: 'help' });
  for (const name of ['--port', '--data', '--max-log-bytes', '--sdk']) expect(usage()).toContain(name);
});

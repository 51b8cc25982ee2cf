import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from './testing/collector-process.ts';
import { countRecord } from './testing/records.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('the command prints its URL, stores, and ends with 0 on each signal', async () => {
  const data = await temporaryFolder();
  for (const [signal, stored] of [
    ['SIGTERM', 1],
    ['SIGINT', 0],
  ] as const) {
    const collector = startProcess(['--port', '0', '--data', data]);
    const url = await collector.url;
    const body = JSON.stringify({ records: [countRecord({ id: '0'.repeat(32) }, Date.now())] });
    const response = await fetch(`${url}/v1/records`, { method: 'POST', body });
    expect(await response.json()).toEqual({ stored, duplicates: 1 - stored, errors: [] });
    collector.child.kill(signal);
    expect(await collector.exit).toBe(0);
    expect(collector.output()).toContain(`Edgecart collector: ${url}\n`);
  }
});

test('a wrong option ends it with 2 and one line', async () => {
  const collector = startProcess(['--port', 'x']);
  expect(await collector.exit).toBe(2);
  expect(collector.output()).toBe('edgecart-collector: --port must be a whole number from 0 to 65535, not "x"\n');
});

test('a busy port ends it with 1 and one line that names the option', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const collector = startProcess(['--port', String(port), '--data', await temporaryFolder()]);
  expect(await collector.exit).toBe(1);
  expect(collector.output()).toBe(
    `edgecart-collector: port ${port} on 127.0.0.1 is taken: choose another with --port, or 0 for any free one\n`,
  );
});

test('--help ends it with 0', async () => {
  const collector = startProcess(['--help']);
  expect(await collector.exit).toBe(0);
  expect(collector.output()).toContain('EDGECART_MAX_LOG_BYTES');
});

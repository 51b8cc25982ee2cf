import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startProcess } from './testing/collector-process.ts';
import { rawAnswer } from './testing/raw-answer.ts';
import { countRecord } from './testing/records.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const secrets = {
  agent: 'agent-of-the-log-test',
  address: '203.0.113.77',
  cookie: 'cookie-of-the-log-test',
  item: 'item-of-the-log-test',
  path: 'path-of-the-log-test',
  query: 'query-of-the-log-test',
  body: 'body-of-the-log-test',
  header: 'header-of-the-log-test',
  origin: 'origin-of-the-log-test.example',
};

const headers = {
  'user-agent': secrets.agent,
  'x-forwarded-for': secrets.address,
  cookie: `a=${secrets.cookie}`,
  origin: `https://${secrets.origin}`,
};

/** What its lines of JSON say; the one line for people is left out. */
function logLines(output: string): Record<string, unknown>[] {
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('Edgecart collector: '));
  return lines.map((line) => JSON.parse(line));
}

describe('the log', () => {
  test('says nothing of any request, at its most talkative, whatever is sent', async () => {
    const data = await temporaryFolder();
    const args = ['--log-level', 'trace', '--rate-limit-per-minute', '20', '--request-timeout-ms', '200'];
    const collector = startProcess(['--port', '0', '--data', data, '--max-log-bytes', '1024', ...args]);
    const url = await collector.url;
    const port = Number(new URL(url).port);

    const record = countRecord({ item: secrets.item }, Date.now());
    const post = (body: string, more: Record<string, string> = {}) =>
      fetch(`${url}/v1/records?${secrets.query}`, { method: 'POST', body, headers: { ...headers, ...more } });
    await post(JSON.stringify({ records: [record] }));
    await post(JSON.stringify({ records: [{ ...record, [secrets.item]: 1 }] }));
    await post(secrets.body);
    await post(secrets.body, { 'content-type': `text/${secrets.header}` });
    await post(secrets.body, { 'content-encoding': secrets.header });
    await post(secrets.body, { 'content-encoding': 'gzip' });
    await fetch(`${url}/${secrets.path}?${secrets.query}`, { headers });
    await fetch(`${url}/k/${secrets.path}/v1/records`, { headers, method: 'POST' });
    await fetch(`${url}/models/${secrets.path}/%E0%A4%A`, { headers });
    await rawAnswer(port, `GET /${secrets.path} HTTP/1.1\r\n${secrets.header}\r\n\r\n`);
    await rawAnswer(port, `GET /${secrets.path} HTTP/1.1\r\nhost: x\r\ncookie: ${secrets.cookie}`);
    await rawAnswer(port, `GET / HTTP/1.1\r\nhost: x\r\ncookie: ${secrets.cookie.repeat(2_000)}\r\n\r\n`);
    const halfway = connect(port, '127.0.0.1');
    halfway.end(`POST /v1/records HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n${secrets.body}`);
    // Until the disk budget is used up, and the address has sent too much.
    for (let status = 0; status !== 429; ) {
      status = (await post(JSON.stringify({ records: [countRecord({ item: secrets.item }, Date.now())] }))).status;
    }
    collector.child.kill('SIGTERM');
    expect(await collector.exit).toBe(0);

    const output = collector.output();
    for (const [name, text] of Object.entries(secrets)) expect(output, name).not.toContain(text);
    const lines = logLines(output);
    const address = /(?<![\d.])\d+\.\d+\.\d+\.\d+/g;
    // The one that it listens on.
    expect(new Set(JSON.stringify(lines).match(address))).toEqual(new Set(['127.0.0.1']));
    for (const line of lines) {
      expect(line).toMatchObject({ level: expect.stringMatching(/^(info|warn)$/), pid: collector.child.pid });
      expect(Object.keys(line)).not.toContain('hostname');
    }
    const messages = lines.map(({ msg }) => msg);
    expect(messages[0]).toBe('listening');
    expect(messages).toContain('the log has used its 1024 bytes');
    expect(messages.filter((message) => /through a proxy/.test(String(message)))).toHaveLength(1);
    expect(messages.slice(-2)).toEqual(['stopping: finishing requests', 'stopped']);
  });

  test('begins with the configuration in force, without the password', async () => {
    const args = ['--port', '0', '--data', await temporaryFolder(), '--max-body-bytes', '4096'];
    const collector = startProcess(args);
    await collector.url;
    collector.child.kill('SIGTERM');
    await collector.exit;
    expect(logLines(collector.output())[0]).toMatchObject({
      configuration: { port: 0, maxBodyBytes: 4_096, workers: 1 },
    });
  });

  test('can be quiet', async () => {
    const collector = startProcess(['--port', '0', '--data', await temporaryFolder(), '--log-level', 'silent']);
    const url = await collector.url;
    collector.child.kill('SIGTERM');
    await collector.exit;
    expect(collector.output()).toBe(`Edgecart collector: ${url}\n`);
  });
});

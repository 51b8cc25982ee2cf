import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DrivenBrowser } from './driven-browser.ts';
import { findProgram } from './find-program.ts';

export const firefoxPath = findProgram('FIREFOX_PATH', ['firefox-esr', 'firefox']);

/** Nothing of its own goes over the network, and nothing is asked. */
const preferences = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/none',
  'toolkit.telemetry.enabled': false,
};

/** Starts Firefox without a window and drives it over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/). */
export async function launchFirefox(path: string): Promise<DrivenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'edgecart-firefox-'));
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const firefox = spawn(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']);
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    firefox.stderr.on('data', (chunk) => {
      said += chunk;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    firefox.on('error', reject);
    firefox.on('exit', (code) => reject(new Error(`Firefox ended with ${code}: ${said}`)));
  });
  const { send, disconnect } = await connect(`${address}/session`);
  const { capabilities } = (await send('session.new', { capabilities: {} })) as {
    capabilities: { browserName: string; browserVersion: string };
  };
  const { contexts } = (await send('browsingContext.getTree', {})) as { contexts: { context: string }[] };
  const context = contexts[0]?.context;

  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    async open(url) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async run<T>(work: () => Promise<T>) {
      const expression = `(${work})().then((value) => JSON.stringify(value ?? null))`;
      const answer = (await send('script.evaluate', { expression, target: { context }, awaitPromise: true })) as {
        type: string;
        result: { value: string };
        exceptionDetails?: { text: string };
      };
      if (answer.type !== 'success') throw new Error(`On the page: ${answer.exceptionDetails?.text}`);
      return JSON.parse(answer.result.value) as T;
    },
    async close() {
      disconnect();
      const ended = new Promise((resolve) => firefox.removeAllListeners('exit').once('exit', resolve));
      firefox.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Answer {
  /** Missing where something is told unasked. */
  id?: number;
  result?: unknown;
  error?: string;
  message?: string;
}

/** A line for commands and their answers. */
async function connect(address: string) {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (message: Answer) => void>();
  let commands = 0;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Answer;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`${address} could not be opened`));
  });
  const send = (method: string, params: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++commands;
      waiting.set(id, ({ result, error, message }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error}: ${message}`));
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  return { send, disconnect: () => socket.close() };
}

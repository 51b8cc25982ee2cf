import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { DrivenBrowser } from './driven-browser.ts';
import { findProgram } from './find-program.ts';

const driverPath = findProgram('WEBKIT_DRIVER_PATH', ['WebKitWebDriver']);
const displayPath = findProgram('XVFB_PATH', ['Xvfb']);

/** WebKitGTK's driver, with a display to show its browser on, which knows no other way. */
export const webkitPath = displayPath === undefined ? undefined : driverPath;

/** Starts WebKitGTK's small browser and drives it over WebDriver (https://www.w3.org/TR/webdriver2/). */
export async function launchWebkit(path: string): Promise<DrivenBrowser> {
  const { display, screen } = await startDisplay();
  const port = await freePort();
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: '1', NO_AT_BRIDGE: '1' };
  const driver = spawn(path, ['--host=127.0.0.1', `--port=${port}`], { env, stdio: 'ignore' });
  const send = async (method: string, place: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${place}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: { error?: string; message?: string } | null };
    if (!answer.ok) throw new Error(`${place}: ${value?.error}: ${value?.message}`);
    return value;
  };
  await untilReady(() => send('GET', '/status'));
  const capabilities = { alwaysMatch: { timeouts: { script: 120_000, pageLoad: 120_000 } } };
  const { sessionId, capabilities: got } = (await send('POST', '/session', { capabilities })) as {
    sessionId: string;
    capabilities: { browserName: string; browserVersion: string };
  };
  const session = `/session/${sessionId}`;

  return {
    version: `WebKit (${got.browserName} ${got.browserVersion})`,
    async open(url) {
      await send('POST', `${session}/url`, { url });
    },
    async run<T>(work: () => Promise<T>) {
      const script = `const done = arguments[arguments.length - 1];
        (${work})().then((value) => done(JSON.stringify({ value })), (error) => done(JSON.stringify({ error: String(error) })));`;
      const answer = (await send('POST', `${session}/execute/async`, { script, args: [] })) as string;
      const { value, error } = JSON.parse(answer) as { value: T; error?: string };
      if (error !== undefined) throw new Error(`On the page: ${error}`);
      return value;
    },
    async close() {
      await send('DELETE', session).catch(() => {});
      await Promise.all([driver, screen].map(end));
    },
  };
}

/** A display in memory; it picks a number that is free and tells it. */
async function startDisplay(): Promise<{ display: string; screen: ChildProcess }> {
  const screen = spawn(displayPath ?? '', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    screen.stdio[3]?.on('data', (chunk) => resolve(`:${String(chunk).trim()}`));
    screen.on('error', reject);
    screen.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { display, screen };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilReady(ask: () => Promise<unknown>): Promise<void> {
  const endMs = Date.now() + 60_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function end(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return Promise.resolve();
  const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve));
  child.kill();
  return ended;
}

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../scripts/run-command.ts';
import { policies } from './policies.ts';
import { callsScript, integrityOf, npmShopScript, ways } from './ways.ts';

const sdk = join(root, 'packages/sdk/dist');
const nonce = 'r4nd0m';

export interface Shop {
  /** Address of the page that has this policy and loads Edgecart this way. */
  page(policy: number, way: number): string;
  close(): void;
}

/** A shop's server: its policy comes with every file of its own, as it does from servers that add it everywhere. */
export async function openShop(collector: string): Promise<Shop> {
  const integrity = await integrityOf(join(sdk, 'edgecart.js'));
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://shop');
    const cookie = /policy=(\d+)/.exec(request.headers.cookie ?? '')?.[1];
    const policy = policies[Number(url.searchParams.get('policy') ?? cookie)];
    if (url.pathname === '/frame') {
      response.setHeader('content-type', 'text/html');
      response.end(`<iframe sandbox="${policy?.sandbox}" src="/?${url.searchParams}"></iframe>`);
      return;
    }
    response.setHeaders(new Map(Object.entries(policy?.headers({ collector, nonce }) ?? {})));
    // What a sandboxed frame asks for comes from no origin.
    response.setHeader('access-control-allow-origin', '*');
    if (url.pathname === '/') {
      response.setHeader('set-cookie', `policy=${url.searchParams.get('policy')}`);
      response.setHeader('content-type', 'text/html');
      const way = ways[Number(url.searchParams.get('way'))];
      response.end(`<!doctype html><title>Shop</title>${way?.html({ collector, nonce, integrity })}`);
      return;
    }
    response.setHeader('content-type', url.pathname.endsWith('.json') ? 'application/json' : 'text/javascript');
    try {
      response.end(await content(url.pathname));
    } catch {
      response.writeHead(404).end();
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    page: (policy, way) =>
      `${origin}${policies[policy]?.sandbox === undefined ? '/' : '/frame'}?policy=${policy}&way=${way}`,
    close: () => server.close(),
  };
}

function content(path: string): string | Promise<Buffer> {
  if (path === '/calls.js') return callsScript;
  if (path === '/npm-shop.js') return npmShopScript;
  if (path === '/catalogue.json') return readFile(join(root, 'demo/public/catalogue.json'));
  const [, folder, file = ''] = path.split('/');
  if (folder !== 'sdk' && folder !== 'npm') throw new Error(`No ${path} in this shop`);
  return readFile(join(sdk, file));
}

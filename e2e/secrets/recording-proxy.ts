import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it left the browser. */
export interface Sent {
  method: string;
  url: string;
  /** Names and values, as received. */
  headers: string[];
  body: Buffer;
}

export interface RecordingProxy {
  address: string;
  /** All requests so far, oldest first; what asked for a tunnel has the method `CONNECT` and was refused. */
  sent: readonly Sent[];
  close(): Promise<void>;
}

/**
 * A proxy for all that a browser sends, whoever in it sends it: pages, workers, beacons, the browser itself. It goes on
 * from an address of its own, and says so as proxies do, so that the shopper's address can be told from the machine's.
 */
export async function startRecordingProxy(shopperAddress: string): Promise<RecordingProxy> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => void pass(request, response));

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', rawHeaders } = request;
    const body = Buffer.concat(chunks);
    sent.push({ method, url, headers: rawHeaders, body });
    // What the browser itself asks its maker is recorded, too, and goes no further.
    if (!URL.canParse(url) || new URL(url).hostname !== '127.0.0.1') return void response.writeHead(403).end();
    const headers = [...rawHeaders, 'x-forwarded-for', shopperAddress];
    const onward = ask(url, { method, headers, localAddress: shopperAddress, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    // A page that was left has no use for what it asked for.
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  }

  server.on('connect', (request, socket) => {
    sent.push({ method: 'CONNECT', url: request.url ?? '', headers: request.rawHeaders, body: Buffer.alloc(0) });
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.on('upgrade', (request, socket) => {
    sent.push({ method: 'UPGRADE', url: request.url ?? '', headers: request.rawHeaders, body: Buffer.alloc(0) });
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

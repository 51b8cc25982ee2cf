import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedFile {
  body: Uint8Array | string;
  type: 'text/html' | 'text/javascript' | 'application/json' | 'application/octet-stream' | 'application/wasm';
  /** `Cache-Control`; default `no-store`. */
  caching?: string;
}

export interface FileServer {
  /** Without a slash at its end. */
  url: string;
  close(): Promise<void>;
}

/** Below this path pages are cross-origin isolated, which gives them a clock of 5 instead of 100 microseconds. */
export const isolated = '/isolated/';

/** Serves files from memory on a free port of the loopback interface, for pages of any origin. */
export async function serveFiles(files: ReadonlyMap<string, ServedFile>): Promise<FileServer> {
  // Texts become bytes once: megabytes of them with each request would be the server's time in the browser's figures.
  const bodies = new Map(Array.from(files, ([path, { body }]) => [path, Buffer.from(body)]));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const [file, body] = [files.get(path), bodies.get(path)];
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    if (path.startsWith(isolated)) {
      response.setHeader('cross-origin-opener-policy', 'same-origin');
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
    }
    if (file === undefined || body === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, {
          'content-type': file.type,
          'content-length': body.length,
          'cache-control': file.caching ?? 'no-store',
        })
        .end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface HttpServerOptions {
  maxHeaderBytes: number;
  requestTimeoutMs: number;
  idleTimeoutMs: number;
}

const connectionCheckMs = 500;

/** The newest answer of each connection. */
const answers = new WeakMap<Socket, ServerResponse>();

/** The answer that a connection waits for to a request that was read to its end, if any. */
export function awaitedAnswer(socket: Socket): ServerResponse | undefined {
  const answer = answers.get(socket);
  return answer?.req.complete && !answer.writableFinished ? answer : undefined;
}

/** Node.js's server with the collector's time limits. */
export function createHttpServer(options: HttpServerOptions, listener: RequestListener): Server {
  const { maxHeaderBytes, requestTimeoutMs, idleTimeoutMs } = options;
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      requestTimeout: requestTimeoutMs,
      headersTimeout: requestTimeoutMs / 2,
      keepAliveTimeout: idleTimeoutMs,
      // Node.js looks for connections that are too slow only so often, by default every 30 seconds.
      connectionsCheckingInterval: connectionCheckMs,
    },
    (request, response) => {
      // Nobody takes the connection over, and Node.js reads nothing more from it: its client must see the end of it.
      if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
      answers.set(request.socket, response);
      listener(request, response);
    },
  );
  server.setTimeout(idleTimeoutMs);
  return server;
}

import type { FastifyInstance } from 'fastify';

const closeTimeoutMs = 5_000;
const checkMs = 20;

/**
 * Counts the requests of a server from now on, and returns how to close it: it stops listening and waits for those that
 * have begun, at most 5 seconds. Node.js by itself would wait for connections too, among them those that browsers open
 * ahead and may never use.
 */
export function prepareClosing(app: FastifyInstance): () => Promise<void> {
  const { server } = app;
  let underway = 0;
  server.on('request', (_request, response) => {
    underway += 1;
    response.once('close', () => {
      underway -= 1;
    });
  });

  return async () => {
    const deadlineMs = performance.now() + closeTimeoutMs;
    const closing = setInterval(() => {
      if (underway === 0 || performance.now() > deadlineMs) server.closeAllConnections();
    }, checkMs);
    await app.close();
    clearInterval(closing);
  };
}

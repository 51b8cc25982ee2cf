import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { openApiDocument } from '../openapi/document.ts';
import { packageVersion } from '../package-version.ts';
import { forAnyOrigin } from './cross-origin.ts';

/** The renderer puts its styles into the page as elements, and shows what the collector answers. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** `/openapi.json`, and `/docs`, which shows it with a renderer that is served from here as well. */
export async function openApiRoutes(app: FastifyInstance): Promise<void> {
  const description = JSON.stringify(openApiDocument(packageVersion()));
  app.get('/openapi.json', (_request, reply) => {
    reply.headers(forAnyOrigin);
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(description);
  });

  const page = await readFile(new URL('../../page/docs.html', import.meta.url));
  app.get('/docs', (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .send(page),
  );

  const icon = await readFile(new URL('../../page/icon.svg', import.meta.url));
  app.get('/docs/icon.svg', (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );

  app.get('/docs/renderer.js', async (_request, reply) => {
    const file = await readRenderer();
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .header('x-content-type-options', 'nosniff')
      .send(file);
  });
}

/** RapiDoc's one file: a published package brings it along, a checkout has it among its development dependencies. */
async function readRenderer(): Promise<Buffer> {
  try {
    return await readFile(new URL('../renderer/rapidoc-min.js', import.meta.url));
  } catch {
    return readFile(createRequire(import.meta.url).resolve('rapidoc'));
  }
}

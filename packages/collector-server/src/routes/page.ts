import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const files = [
  { url: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { url: '/live/live.css', file: 'live.css', type: 'text/css; charset=utf-8' },
  { url: '/live/live.js', file: 'live.js', type: 'text/javascript; charset=utf-8' },
  { url: '/live/describe-record.js', file: 'describe-record.js', type: 'text/javascript; charset=utf-8' },
  { url: '/live/icon.svg', file: 'icon.svg', type: 'image/svg+xml' },
];

/** The live page: a few files that lie in `page/` beside `src/` and `dist/`. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  for (const { url, file, type } of files) {
    const body = await readFile(new URL(`../../page/${file}`, import.meta.url));
    app.get(url, (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-cache')
        .header('content-security-policy', policy)
        .header('x-content-type-options', 'nosniff')
        .header('referrer-policy', 'no-referrer')
        .send(body),
    );
  }
}

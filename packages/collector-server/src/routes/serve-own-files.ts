import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

export const html = 'text/html; charset=utf-8';
export const css = 'text/css; charset=utf-8';
export const script = 'text/javascript; charset=utf-8';
export const svg = 'image/svg+xml';

export interface OwnFile {
  url: string;
  type: string;
  path: string | URL;
}

/** Nothing from elsewhere, no inline script, and in no page of others. */
const headers = {
  'cache-control': 'no-cache',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Serves pages for operators and what they load: few files, read once. */
export async function serveOwnFiles(app: FastifyInstance, files: readonly OwnFile[]): Promise<void> {
  for (const { url, type, path } of files) {
    const body = await readFile(path);
    app.get(url, (_request, reply) => reply.type(type).headers(headers).send(body));
  }
}

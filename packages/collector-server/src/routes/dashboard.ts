import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
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

const html = 'text/html; charset=utf-8';
const css = 'text/css; charset=utf-8';
const script = 'text/javascript; charset=utf-8';

const own = [
  { url: '/dashboard', file: 'index.html', type: html },
  { url: '/dashboard/dashboard.css', file: 'dashboard.css', type: css },
  ...[
    ...['dashboard', 'connect', 'charts', 'elements', 'formats'],
    ...['overview', 'demand', 'behaviour', 'recommendations', 'health'],
  ].map((name) => ({ url: `/dashboard/${name}.js`, file: `${name}.js`, type: script })),
];

const icon = {
  url: '/dashboard/icon.svg',
  type: 'image/svg+xml',
  path: new URL('../../page/icon.svg', import.meta.url),
};

const charts = [
  { url: '/dashboard/uplot.js', file: 'uplot/dist/uPlot.esm.js', type: script },
  { url: '/dashboard/uplot.css', file: 'uplot/dist/uPlot.min.css', type: css },
];

/** The dashboard: files that lie in `dashboard/` beside `src/` and `dist/`, and uPlot's, from its package. */
export async function dashboardRoutes(app: FastifyInstance): Promise<void> {
  const find = createRequire(import.meta.url);
  const files = [
    icon,
    ...own.map(({ file, ...rest }) => ({ ...rest, path: new URL(`../../dashboard/${file}`, import.meta.url) })),
    ...charts.map(({ file, ...rest }) => ({ ...rest, path: find.resolve(file) })),
  ];
  for (const { url, path, type } of files) {
    const body = await readFile(path);
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

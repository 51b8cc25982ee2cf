import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { css, html, script, serveOwnFiles, svg } from './serve-own-files.ts';

const own = [
  { url: '/dashboard', file: 'index.html', type: html },
  { url: '/dashboard/dashboard.css', file: 'dashboard.css', type: css },
  ...[
    ...['dashboard', 'connect', 'charts', 'elements', 'formats'],
    ...['overview', 'demand', 'behaviour', 'recommendations', 'health'],
  ].map((name) => ({ url: `/dashboard/${name}.js`, file: `${name}.js`, type: script })),
];

const icon = { url: '/dashboard/icon.svg', type: svg, path: new URL('../../page/icon.svg', import.meta.url) };

const charts = [
  { url: '/dashboard/uplot.js', file: 'uplot/dist/uPlot.esm.js', type: script },
  { url: '/dashboard/uplot.css', file: 'uplot/dist/uPlot.min.css', type: css },
];

/** The dashboard: files that lie in `dashboard/` beside `src/` and `dist/`, and uPlot's, from its package. */
export async function dashboardRoutes(app: FastifyInstance): Promise<void> {
  const find = createRequire(import.meta.url);
  await serveOwnFiles(app, [
    icon,
    ...own.map(({ file, ...rest }) => ({ ...rest, path: new URL(`../../dashboard/${file}`, import.meta.url) })),
    ...charts.map(({ file, ...rest }) => ({ ...rest, path: find.resolve(file) })),
  ]);
}

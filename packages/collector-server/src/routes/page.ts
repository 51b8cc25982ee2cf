import type { FastifyInstance } from 'fastify';
import { css, html, script, serveOwnFiles, svg } from './serve-own-files.ts';

const files = [
  { url: '/', file: 'index.html', type: html },
  { url: '/live/live.css', file: 'live.css', type: css },
  { url: '/live/live.js', file: 'live.js', type: script },
  { url: '/live/describe-record.js', file: 'describe-record.js', type: script },
  { url: '/live/icon.svg', file: 'icon.svg', type: svg },
];

/** The live page: a few files that lie in `page/` beside `src/` and `dist/`. */
export const pageRoutes = (app: FastifyInstance): Promise<void> =>
  serveOwnFiles(
    app,
    files.map(({ file, ...rest }) => ({ ...rest, path: new URL(`../../page/${file}`, import.meta.url) })),
  );

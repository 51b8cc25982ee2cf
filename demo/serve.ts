import { build, preview } from 'vite';
import { buildOptions } from './site/build-options.ts';

export interface DemoOptions {
  /** Where the pages find the script, the models and the place for records: the collector's base URL. */
  collectorUrl: string;
  /** The next free port is taken when this one is busy. Default 4173. */
  port?: number;
  /** Default 127.0.0.1: the demo is not meant to be reached from other machines. */
  host?: string;
  /** Where the built pages go. Default demo/dist; emptied first. */
  outDir?: string;
}

/** Builds the storefront against a collector and serves it. Rejects when a page does not build or no port is free. */
export async function serveDemo(options: DemoOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { collectorUrl, port = 4173, host = '127.0.0.1', outDir } = options;
  const config = { ...buildOptions(collectorUrl, outDir), logLevel: 'warn' as const };
  await build(config);
  const server = await preview({ ...config, preview: { port, host, strictPort: false, open: false } });
  const url = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0];
  if (url === undefined) {
    await server.close();
    throw new Error(`The demo was built, but could not be served on ${host}:${port}.`);
  }
  return { url, close: () => server.close() };
}

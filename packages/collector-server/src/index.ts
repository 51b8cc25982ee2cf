export { type Collector, startCollector } from './collector.ts';
export { CollectorError, type CollectorErrorCode } from './errors.ts';
export type { CollectorOptions } from './options/options.ts';

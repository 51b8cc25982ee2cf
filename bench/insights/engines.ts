import type { EngineRunner } from './engine-runner.ts';
import { insightsRunner } from './insights-runner.ts';

/** The engines that are compared, in the order of the table. */
export const engines: readonly EngineRunner[] = [insightsRunner];

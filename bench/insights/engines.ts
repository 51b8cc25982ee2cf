import type { EngineRunner } from './engine-runner.ts';
import { insightsRunner } from './insights-runner.ts';
import { flinkRunner, samzaRunner } from './kafka-runners.ts';

/** The engines that are compared, in the order of the table. */
export const engines: readonly EngineRunner[] = [insightsRunner, flinkRunner, samzaRunner];

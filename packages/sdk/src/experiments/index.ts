export type { Arm, Experiment } from './experiment.ts';
export { type RunningExperiment, startExperiment } from './start-experiment.ts';

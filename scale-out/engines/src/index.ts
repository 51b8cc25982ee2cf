export { engineTopics, samzaComputes } from './engine-topics.ts';
export { followCells, type Ground, startFlink, startGround, startSamza } from './engines.ts';
export { missingForEngines } from './install/programs.ts';

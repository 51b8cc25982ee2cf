export { engineTopics, samzaComputes } from './engine-topics.ts';
export { followCells, type Ground, startFlink, startGround, startSamza } from './engines.ts';
export type { CellReader } from './golden/read-cells.ts';
export { type OutgoingMessage, sendMessages } from './golden/send-messages.ts';
export { missingForEngines } from './install/programs.ts';
export { measure, type Speed } from './speed/measure.ts';

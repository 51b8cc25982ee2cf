export { AnalysisDeadLetter } from './analysis-dead-letter.ts';
export { type CellKind, cellKey, cellKinds, cellParts } from './cell-key.ts';
export { AnalysisRules, analysisRules, type DropReason, dropReasons } from './rules.ts';

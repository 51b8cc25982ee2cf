export { Analysis, type AnalysisOptions, type Dropped } from './analysis.ts';
export { allCells } from './cells/all-cells.ts';
export type { Source } from './records/read-record.ts';
export { State } from './state/state.ts';

export { Analysis, type AnalysisOptions, type Dropped } from './analysis.ts';
export { allCells } from './cells/all-cells.ts';
export { Insights, type InsightsOptions, type InsightsSource, type Take } from './insights.ts';
export type { KnownItem, Persona } from './publish/catalogue.ts';
export type { PublishedInsights } from './publish/published.ts';
export { trendingNow } from './publish/trending-now.ts';
export type { Source } from './records/read-record.ts';
export { State } from './state/state.ts';

export { type CatalogueScan, createCatalogueScan } from './catalogue-scan.ts';
export { type ScoredItems, scoredItems } from './scored-items.ts';
export { topK } from './top-k.ts';

export { type CatalogueScan, createCatalogueScan } from './catalogue-scan.ts';
export { topK } from './top-k.ts';

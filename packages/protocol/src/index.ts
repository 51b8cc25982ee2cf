export { dayUtc, hourUtc, priceBand, quantityBand } from './bands.ts';
export { Batch, BatchAnswer, maxRecordsPerBatch, RecordError } from './batch.ts';
export { DeadLetter, type RefusalClass, refusalClasses } from './dead-letter.ts';
export { defined } from './defined.ts';
export { EventName, eventNames, Item, ShopperEvent } from './event.ts';
export { hex } from './hex.ts';
export { InventorySignal } from './inventory-signal.ts';
export {
  Canary,
  Catalogue,
  CatalogueItem,
  GoldenExample,
  Interaction,
  LatestModel,
  ModelManifest,
  modelFormat,
} from './model.ts';
export { AnonymousRecord, CountRecord, PathRecord, recordPatterns } from './record.ts';
export { StockAnswer, StockChange, StockReceipt } from './stock.ts';
export { TrendingAnswer } from './trending.ts';

export { followStock, type StockOptions } from './follow-stock.ts';

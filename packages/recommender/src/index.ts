export type { SessionEncoder } from './encoder.ts';
export { fetchLatest, fetchModel, type LoadedModel, loadModel, readModel } from './load-model.ts';
export { type Model, openModel } from './model.ts';
export { placeFile } from './model-memory.ts';
export { isSold, type Products } from './products.ts';
export { recommend, type Situation, type Source, type Suggestion } from './recommend.ts';
export { sessionInput } from './session-input.ts';
export type { ShopperState } from './shopper.ts';

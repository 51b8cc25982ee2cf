export type { EncodedSession, SessionEncoder } from './encoder.ts';
export { fetchLatest, fetchModel, type LoadedModel, loadModel, readModel } from './load-model.ts';
export { type Model, openModel } from './model.ts';
export { placeFile } from './model-memory.ts';
export type { Persona } from './persona.ts';
export { recommend, type Situation, type Source, type Suggestion } from './recommend.ts';
export { sessionInput } from './session-input.ts';

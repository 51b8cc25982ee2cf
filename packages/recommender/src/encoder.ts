import type { Model } from './model.ts';
import { createSessionEncoder, type SessionEncoder } from './session-encoder.ts';
import { createShopper } from './shopper.ts';

export type { SessionEncoder } from './session-encoder.ts';

/** Makes the encoder that learns from its shopper, on TensorFlow.js. Throws as `createSessionEncoder` does. */
export const createEncoder = (model: Model): SessionEncoder => createSessionEncoder(model, createShopper(model));

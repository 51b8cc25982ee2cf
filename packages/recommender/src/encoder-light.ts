import { createKnownShopper } from './known-shopper.ts';
import type { Model } from './model.ts';
import { createSessionEncoder, type SessionEncoder } from './session-encoder.ts';

/**
 * Makes the encoder without TensorFlow.js: it answers the same, also with what was learned of its shopper before, but learns
 * nothing new. Throws as `createSessionEncoder` does.
 */
export const createLightEncoder = (model: Model): SessionEncoder =>
  createSessionEncoder(model, createKnownShopper(model));

import { compactItems } from '@edgecart/recommender/compact';
import { createEncoder } from '@edgecart/recommender/encoder';

/** The lazily loaded part: a script that leaves the encoder's constructor behind for the worker, and what saves it memory. */
(globalThis as { edgecartCreateEncoder?: typeof createEncoder }).edgecartCreateEncoder = Object.assign(createEncoder, {
  compactItems,
});

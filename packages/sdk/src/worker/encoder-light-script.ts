import { compactItems } from '@edgecart/recommender/compact';
import { createLightEncoder } from '@edgecart/recommender/encoder-light';

/** The lazily loaded part without TensorFlow.js, for shops that count bytes: the same answers, and nothing is learned. */
(globalThis as { edgecartCreateEncoder?: typeof createLightEncoder }).edgecartCreateEncoder = Object.assign(
  createLightEncoder,
  { compactItems },
);

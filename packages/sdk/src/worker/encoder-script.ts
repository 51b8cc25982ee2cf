import { createEncoder } from '@edgecart/recommender/encoder';

/** The lazily loaded part: a script that leaves the encoder's constructor behind for the worker. */
(globalThis as { edgecartCreateEncoder?: typeof createEncoder }).edgecartCreateEncoder = createEncoder;

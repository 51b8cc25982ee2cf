import type { ModelManifest } from '@edgecart/protocol';
import { openModel, placeFile } from '@edgecart/recommender';
import { createEncoder } from '@edgecart/recommender/encoder';
import { type Household, type Replayed, replayHousehold } from './replay-household.ts';

/** Replays households with a model; what learning.ts bundles, for TensorFlow.js's parts need a bundler in Node. */
function replayHouseholds(
  manifest: ModelManifest,
  file: ArrayBuffer,
  households: readonly Household[],
  counts: (week: number) => boolean,
): Replayed[] {
  const model = openModel(manifest, placeFile(manifest, file));
  const [learning, plain] = [createEncoder(model), createEncoder(model)];
  return households.map((household) => replayHousehold(model, learning, plain, household, counts));
}

declare global {
  var edgecartReplay: typeof replayHouseholds;
}

globalThis.edgecartReplay = replayHouseholds;

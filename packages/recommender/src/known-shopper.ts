import type { Model } from './model.ts';

/** What was learned of one shopper, as it is kept on the device. */
export interface ShopperState {
  /** Of the model that it was learned with; in another space it means nothing. */
  space: string;
  /** [d]: added to the session's place among the items, in units of the score. */
  vector: number[];
  /** What likeness, the item graph's gain and popularity count for this shopper; 1 is what the model says. */
  weights: number[];
  /** How much better the choices were foretold with it than without: running mean of the difference in loss. */
  lead: number;
  /** Choices learned from. */
  choices: number;
}

/** A choice among items, the chosen one first: each item's vector and its three parts of the score. */
export interface Choice {
  /** [m, d] */
  vectors: Float32Array;
  /** [m, 3]: likeness, what the item graph adds, and popularity, as the model scores them. */
  parts: Float32Array;
  count: number;
}

/** One shopper, as this page knows them. */
export interface Shopper {
  state(): ShopperState;
  /** Takes up what an earlier page has learned; anything else starts from nothing. */
  recall(kept: ShopperState | undefined): void;
  /** What counts in the next answer; `undefined` while it has not shown that it helps. */
  active(): Pick<ShopperState, 'vector' | 'weights'> | undefined;
  /** `weight`: how much the choice says; below 0, that it was taken back. Absent where there is nothing to learn with. */
  learn?(choice: Choice, weight?: number): void;
}

/** The weights of the blend: of likeness, the item graph's gain, and popularity. */
export const blendWeights = 3;
/** So many choices are only watched before they may count. */
const trial = 8;

/** What was learned of a shopper before, without what learns more. */
export function createKnownShopper({
  version,
  manifest,
}: Pick<Model, 'version' | 'manifest'>): Shopper & { become(next: ShopperState): void } {
  const { dimensions, space = version } = manifest;
  const fresh = (): ShopperState => ({
    space,
    vector: new Array(dimensions).fill(0),
    weights: new Array(blendWeights).fill(1),
    lead: 0,
    choices: 0,
  });
  let state = fresh();
  return {
    state: () => state,
    recall(kept) {
      state = kept?.space === space && kept.vector.length === dimensions ? kept : fresh();
    },
    active: () => (state.choices >= trial && state.lead > 0 ? state : undefined),
    become(next) {
      state = next;
    },
  };
}

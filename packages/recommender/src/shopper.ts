import type { Tensor } from '@tensorflow/tfjs-core';
import { type Choice, createKnownShopper, blendWeights as parts, type Shopper } from './known-shopper.ts';
import type { Model } from './model.ts';
import { customGrad, grad, matMul, softmax, tensor2d, tidy } from './tensorflow.ts';

/** All bounds of what a choice, and all choices together, can change; chosen on week 50 of bench:learning. */
const shopperBounds = {
  rate: 0.03,
  /** Longest step of the vector for one choice, as are all lengths here before the model's temperature divides them. */
  step: 0.2,
  /** Longest vector: no score changes by more than the session itself can change it. */
  length: 1,
  weightRate: 0.02,
  weightStep: 0.05,
  leastWeight: 0.5,
  mostWeight: 2,
  /** Share of the newest choice in `lead`. */
  newest: 0.08,
};

/**
 * What a shopper's choices teach: a vector and the weights of the blend, by gradient steps in TensorFlow.js on the
 * cross-entropy of each choice. Every choice is foretold with and without it first; it counts only while it leads.
 */
export function createShopper(model: Pick<Model, 'version' | 'manifest'>): Required<Shopper> {
  const d = model.manifest.dimensions;
  const { temperature } = model.manifest.blend;
  const known = createKnownShopper(model);
  return {
    ...known,
    learn(choice, weight = 1) {
      const state = known.state();
      const own = [...state.vector, ...state.weights];
      const { loss, slope } = lossOf(choice, own, d);
      const lead = usualLoss(choice) - loss;
      const bounds = shopperBounds;
      const vectorStep = shortened(
        slope.slice(0, d).map((value) => (-bounds.rate * weight * value) / temperature ** 2),
        bounds.step / temperature,
      );
      const weightStep = shortened(
        slope.slice(d).map((value) => -bounds.weightRate * weight * value),
        bounds.weightStep,
      );
      known.become({
        space: state.space,
        vector: shortened(
          state.vector.map((value, k) => value + (vectorStep[k] ?? 0)),
          bounds.length / temperature,
        ),
        weights: state.weights.map((value, k) =>
          Math.min(bounds.mostWeight, Math.max(bounds.leastWeight, value + (weightStep[k] ?? 0))),
        ),
        // Only what was chosen can have been foretold.
        ...(weight > 0
          ? {
              lead: state.choices === 0 ? lead : state.lead + bounds.newest * (lead - state.lead),
              choices: state.choices + 1,
            }
          : { lead: state.lead, choices: state.choices }),
      });
    },
  };
}

/** The cross-entropy of the chosen item by the model's own scores. */
function usualLoss({ parts: scores, count }: Choice): number {
  const totals = Array.from({ length: count }, (_, i) => {
    const [likeness = 0, graph = 0, popularity = 0] = scores.subarray(i * parts, (i + 1) * parts);
    return likeness + graph + popularity;
  });
  const most = Math.max(...totals);
  const sum = totals.reduce((all, total) => all + Math.exp(total - most), 0);
  return Math.log(sum) + most - (totals[0] ?? 0);
}

/** The cross-entropy of the chosen item among all, and its slope by vector and weights. */
function lossOf({ vectors, parts: scores, count }: Choice, own: number[], d: number) {
  let loss = 0;
  const slope = tidy(() => {
    const rows = new Float32Array(count * (d + parts));
    for (let i = 0; i < count; i++) {
      rows.set(vectors.subarray(i * d, (i + 1) * d), i * (d + parts));
      rows.set(scores.subarray(i * parts, (i + 1) * parts), i * (d + parts) + d);
    }
    const features = tensor2d(rows, [count, d + parts]);
    const crossEntropy = customGrad((logits) => {
      const chances = softmax(logits as Tensor).dataSync() as Float32Array;
      loss = -Math.log(Math.max(chances[0] ?? 0, 1e-12));
      const toChosen = chances.map((chance, i) => (i === 0 ? chance - 1 : chance));
      return { value: tensor2d([loss], [1, 1]), gradFunc: () => tensor2d(toChosen, [1, count]) };
    });
    const of = (theta: Tensor) => crossEntropy(matMul(theta, features, false, true));
    return Array.from(grad(of)(tensor2d(own, [1, d + parts])).dataSync());
  });
  return { loss, slope };
}

function shortened(vector: number[], most: number): number[] {
  const length = Math.hypot(...vector);
  return length > most ? vector.map((value) => (value * most) / length) : vector;
}

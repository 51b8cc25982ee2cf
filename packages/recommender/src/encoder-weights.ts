import type { Model } from './model.ts';
import { takeTensor } from './safetensors.ts';

/** What the session encoder has learned: see docs/model-format.md. */
export interface EncoderWeights {
  /** [d] */
  pool: Float32Array;
  /** [L], the newest first. */
  position: Float32Array;
  eventType: Float32Array;
  age: Float32Array;
  cart: Float32Array;
}

/**
 * Takes the encoder's tensors out of the model's file; throws an `Error` that names the one that is missing, misshapen, or
 * holds what is no number.
 */
export function encoderWeights({ manifest, tensors }: Model): EncoderWeights {
  const d = manifest.dimensions;
  const { max_length, event_types, age_buckets } = manifest.encoder;
  const take = (name: string, ...shape: number[]) => {
    const values = takeTensor(tensors, `encoder.${name}`, Float32Array, shape);
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new Error(`tensor encoder.${name} holds ${wrong}`);
    return values;
  };
  return {
    pool: take('pool', d),
    position: take('position', max_length),
    eventType: take('event_type', event_types.length),
    age: take('age', age_buckets),
    cart: take('cart', 2),
  };
}

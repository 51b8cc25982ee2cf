import type { Model } from './model.ts';
import { takeTensor } from './safetensors.ts';

/** Row-major matrices of the session encoder. */
export interface EncoderWeights {
  dimensions: number;
  innerDimensions: number;
  position: Float32Array;
  eventType: Float32Array;
  age: Float32Array;
  cart: Float32Array;
  query: Float32Array;
  key: Float32Array;
  value: Float32Array;
  output: Float32Array;
  inner: Float32Array;
  innerBias: Float32Array;
  outer: Float32Array;
  outerBias: Float32Array;
  pool: Float32Array;
}

/**
 * Takes the encoder's tensors out of the model's file; throws an `Error` that names the one that is missing, misshapen, or
 * holds what is no number.
 */
export function encoderWeights({ manifest, tensors }: Model): EncoderWeights {
  const d = manifest.dimensions;
  const { max_length, event_types, age_buckets } = manifest.encoder;
  const h = tensors.get('encoder.inner')?.shape[1] ?? 0;
  const take = (name: string, ...shape: number[]) => {
    const values = takeTensor(tensors, `encoder.${name}`, Float32Array, shape);
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw new Error(`tensor encoder.${name} holds ${wrong}`);
    return values;
  };
  return {
    dimensions: d,
    innerDimensions: h,
    position: take('position', max_length, d),
    eventType: take('event_type', event_types.length, d),
    age: take('age', age_buckets, d),
    cart: take('cart', 2, d),
    query: take('query', d, d),
    key: take('key', d, d),
    value: take('value', d, d),
    output: take('output', d, d),
    inner: take('inner', d, h),
    innerBias: take('inner_bias', h),
    outer: take('outer', h, d),
    outerBias: take('outer_bias', d),
    pool: take('pool', d, 1),
  };
}

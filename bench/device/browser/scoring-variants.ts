import type { CatalogueScan } from '@edgecart/recommender/scan';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { readerOf } from './read-once.ts';

/** The catalogue's vectors, in each form that a variant reads. N items, d dimensions. */
export interface Tables {
  items: number;
  dimensions: number;
  /** Our scan by the kernel, and by its twin. */
  kernel: CatalogueScan;
  twin: CatalogueScan;
  /** The same, dequantised: [N, d]. */
  floats: Float32Array;
}

/** One way to the scores of the whole catalogue. */
export interface Variant {
  name: string;
  /** Whatever must be so before, outside of the measured time. */
  prepare?(): Promise<unknown>;
  /** The scores [N] of a query [d]; reading alone has no scores, only the sum of the table. */
  run(query: Float32Array): Float32Array;
  gives: 'scores' | 'sum';
}

type Backend = 'wasm' | 'cpu';

/** Our scoring, the plain loop, both backends of TensorFlow.js in each layout, and the reading alone. */
export async function scoringVariants(tables: Tables, wasmFolder: string): Promise<Variant[]> {
  const { items, dimensions, kernel, twin, floats } = tables;
  const plain = new Float32Array(items);
  const read = await readerOf(floats);
  return [
    { name: 'read', gives: 'sum', run: () => Float32Array.of(read()) },
    { name: 'ours', gives: 'scores', run: (query) => scan(kernel, query) },
    { name: 'typescript', gives: 'scores', run: (query) => scan(twin, query) },
    {
      name: 'js',
      gives: 'scores',
      run(query) {
        scoreFloats(query, floats, plain);
        return plain;
      },
    },
    ...(await tensorflowVariants('wasm', floats, items, dimensions, wasmFolder)),
    ...(await tensorflowVariants('cpu', floats, items, dimensions, wasmFolder)),
  ];
}

/** As a request does it: the popularity is added, and the best 200 rows are found on the way. */
function scan(catalogue: CatalogueScan, query: Float32Array): Float32Array {
  catalogue.scan(query, 1, 0, 200);
  return catalogue.scores;
}

/** The loop that anybody would write. */
function scoreFloats(query: Float32Array, table: Float32Array, scores: Float32Array): void {
  const d = query.length;
  for (let row = 0, at = 0; row < scores.length; row++, at += d) {
    let sum = 0;
    for (let k = 0; k < d; k++) sum += (table[at + k] as number) * (query[k] as number);
    scores[row] = sum;
  }
}

/** Each way to multiply that gives the scores; which is the best differs between backends. */
async function tensorflowVariants(
  backend: Backend,
  floats: Float32Array,
  items: number,
  dimensions: number,
  wasmFolder: string,
): Promise<Variant[]> {
  if (backend === 'wasm') setWasmPaths(wasmFolder);
  // Threads would need a worker's file beside ours; one core is what a shopper's phone has to spare.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const use = async () => {
    if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend)
      throw new Error(`TensorFlow.js could not start its backend ${backend}`);
  };
  await use();
  const rows = tf.tensor2d(floats, [items, dimensions]);
  const columns = tf.tensor2d(transposed(floats, items, dimensions), [dimensions, items]);
  const variant = (layout: string, multiply: (query: Float32Array) => tf.Tensor): Variant => ({
    name: `tfjs_${backend} ${layout}`,
    gives: 'scores',
    prepare: use,
    run(query) {
      // Not as the result of `tidy`: it looks for tensors in whatever it returns, in each of the N numbers.
      let scores = new Float32Array(0);
      tf.tidy(() => {
        scores = multiply(query).dataSync() as Float32Array<ArrayBuffer>;
      });
      return scores;
    },
  });
  return [
    variant('[d,N]', (query) => tf.matMul(tf.tensor2d(query, [1, dimensions]), columns)),
    variant('[N,d]', (query) => tf.matMul(rows, tf.tensor2d(query, [dimensions, 1]))),
    variant('[N,d] transposed', (query) => tf.matMul(tf.tensor2d(query, [1, dimensions]), rows, false, true)),
  ];
}

function transposed(table: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(table.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = table[row * columns + column] as number;
  return result;
}

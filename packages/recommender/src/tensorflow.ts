/**
 * The part of TensorFlow.js that we use, and nothing else of it: the CPU backend with no kernels, the kernels of our
 * operations registered one by one, and those operations from their own files. The whole package costs five times as
 * much (docs/decisions/tensorflow-js-parts.md). In plain Node these paths need a bundler: see build.ts.
 */
import '@tensorflow/tfjs-backend-cpu/dist/base.js';
import { addConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Add.js';
import { identityConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Identity.js';
import { multiplyConfig as timesConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Multiply.js';
import { reluConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Relu.js';
import { reshapeConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Reshape.js';
import { softmaxConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Softmax.js';
import { engine, tidy } from '@tensorflow/tfjs-core/dist/globals.js';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad.js';
import { registerGradient, registerKernel } from '@tensorflow/tfjs-core/dist/kernel_registry.js';
import { multiplyConfig } from './multiply-kernel.ts';

export { customGrad, grad } from '@tensorflow/tfjs-core/dist/gradients.js';
export { add } from '@tensorflow/tfjs-core/dist/ops/add.js';
export { matMul } from '@tensorflow/tfjs-core/dist/ops/mat_mul.js';
export { mul } from '@tensorflow/tfjs-core/dist/ops/mul.js';
export { relu } from '@tensorflow/tfjs-core/dist/ops/relu.js';
export { reshape } from '@tensorflow/tfjs-core/dist/ops/reshape.js';
export { softmax } from '@tensorflow/tfjs-core/dist/ops/softmax.js';
export { tensor1d } from '@tensorflow/tfjs-core/dist/ops/tensor1d.js';
export { tensor2d } from '@tensorflow/tfjs-core/dist/ops/tensor2d.js';
export { tidy };

for (const kernel of [addConfig, identityConfig, multiplyConfig, timesConfig, reluConfig, reshapeConfig, softmaxConfig])
  registerKernel(kernel);

/** The only slope that is needed: what a shopper teaches goes through one product. */
registerGradient(batchMatMulGradConfig);

/** How many tensors TensorFlow.js holds; a test keeps it flat. */
export const tensorCount = (): number => engine().memory().numTensors;

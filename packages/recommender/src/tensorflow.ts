/**
 * The part of TensorFlow.js that we use, and nothing else of it: the CPU backend with no kernels, the kernels of our
 * operations registered one by one, and those operations from their own files. The whole package costs five times as
 * much (docs/decisions/tensorflow-js-parts.md). In plain Node these paths need a bundler: see build.ts.
 */
import '@tensorflow/tfjs-backend-cpu/dist/base.js';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/BatchMatMul.js';
import { identityConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Identity.js';
import { reshapeConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Reshape.js';
import { softmaxConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Softmax.js';
import { engine, tidy } from '@tensorflow/tfjs-core/dist/globals.js';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad.js';
import { registerGradient, registerKernel } from '@tensorflow/tfjs-core/dist/kernel_registry.js';

export { customGrad, grad } from '@tensorflow/tfjs-core/dist/gradients.js';
export { matMul } from '@tensorflow/tfjs-core/dist/ops/mat_mul.js';
export { softmax } from '@tensorflow/tfjs-core/dist/ops/softmax.js';
export { tensor2d } from '@tensorflow/tfjs-core/dist/ops/tensor2d.js';
export { tidy };

for (const kernel of [batchMatMulConfig, identityConfig, reshapeConfig, softmaxConfig]) registerKernel(kernel);

/** The only slope that is needed: what a shopper teaches goes through one product. */
registerGradient(batchMatMulGradConfig);

/** How many tensors TensorFlow.js holds; a test keeps it flat. */
export const tensorCount = (): number => engine().memory().numTensors;

/** A tensor as it lies in the file: a view where its bytes are aligned, a copy where they are not. */
interface Tensor {
  dtype: keyof typeof arrays;
  shape: number[];
  data: TensorData;
}
export type TensorData = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, Tensor>;
}

const arrays = { I8: Int8Array, U8: Uint8Array, U16: Uint16Array, U32: Uint32Array, F32: Float32Array };
const maxHeaderBytes = 1 << 20;

/**
 * Reads a safetensors file (https://github.com/huggingface/safetensors#format): 8 bytes little-endian header length,
 * a JSON header, then the data that the header points into. The five element types of our format are known.
 * Throws an `Error` that says what is wrong with the file.
 */
export function readSafetensors(file: Uint8Array<ArrayBuffer>): Safetensors {
  const view = new DataView(file.buffer, file.byteOffset);
  const headerBytes = Number(view.getBigUint64(0, true));
  const dataStart = 8 + headerBytes;
  if (headerBytes > maxHeaderBytes || dataStart > file.byteLength)
    throw new Error('the header of the model file points outside');
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, dataStart))) as Record<string, unknown>;

  const tensors = new Map<string, Tensor>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = entry as Record<string, string>;
    else tensors.set(name, readTensor(file, dataStart, name, entry as HeaderEntry));
  }
  return { metadata, tensors };
}

interface HeaderEntry {
  dtype?: string;
  shape?: number[];
  data_offsets?: [number, number];
}

function readTensor(file: Uint8Array<ArrayBuffer>, dataStart: number, name: string, entry: HeaderEntry): Tensor {
  const { dtype, shape = [], data_offsets: [from, to] = [-1, -1] } = entry;
  const TypedArray = arrays[dtype as keyof typeof arrays];
  const size = TypedArray?.BYTES_PER_ELEMENT;
  const length = shape.reduce((product, each) => product * each, 1);
  const start = dataStart + from;
  const end = dataStart + to;
  // A type that is not ours has no size, and then nothing fits.
  if (!(from >= 0) || !(end <= file.byteLength) || to - from !== length * size)
    throw new Error(`tensor ${name} cannot be read: ${JSON.stringify(entry)}`);
  const at = file.byteOffset + start;
  const data =
    at % size === 0 ? new TypedArray(file.buffer, at, length) : new TypedArray(file.slice(start, end).buffer);
  return { dtype: dtype as keyof typeof arrays, shape, data };
}

/** The data of a tensor of a known type and shape. Throws an `Error` that names the tensor when the file has no such. */
export function takeTensor<T extends TensorData>(
  tensors: Safetensors['tensors'],
  name: string,
  type: new (n: number) => T,
  shape: number[],
): T {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`the model file lacks the tensor ${name}`);
  if (!(tensor.data instanceof type) || tensor.shape.join() !== shape.join())
    throw new Error(`tensor ${name} is ${tensor.dtype} [${tensor.shape}], not the manifest's [${shape}]`);
  return tensor.data;
}

/** The same of a tensor of indices. Throws also when one of them is not below `end`. */
export function takeIndices<T extends TensorData>(
  tensors: Safetensors['tensors'],
  name: string,
  type: new (n: number) => T,
  shape: number[],
  end: number,
): T {
  const indices = takeTensor(tensors, name, type, shape);
  for (const index of indices)
    if (index >= end) throw new Error(`tensor ${name} holds ${index}, which is not below ${end}`);
  return indices;
}

export interface TensorToWrite {
  data: Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array;
  shape: number[];
}

const dtypes = new Map<unknown, string>([
  [Int8Array, 'I8'],
  [Uint8Array, 'U8'],
  [Uint16Array, 'U16'],
  [Uint32Array, 'U32'],
  [Float32Array, 'F32'],
]);

/** The name that safetensors has for a tensor's element type. */
export const dtypeOf = ({ data }: TensorToWrite): string => dtypes.get(data.constructor) ?? '';

/**
 * A safetensors file (https://github.com/huggingface/safetensors#format). The widest elements come first and the header
 * is filled up to a multiple of 8 bytes, so that every tensor can be read in place, as the trainer's files can.
 */
export function writeSafetensors(tensors: Record<string, TensorToWrite>, metadata: Record<string, string>): Uint8Array {
  const ordered = Object.entries(tensors).sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, tensor] of ordered) {
    const { byteLength } = tensor.data;
    header[name] = { dtype: dtypeOf(tensor), shape: tensor.shape, data_offsets: [end, end + byteLength] };
    end += byteLength;
  }
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json.padEnd(json.length + ((8 - (json.length % 8)) % 8)));
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

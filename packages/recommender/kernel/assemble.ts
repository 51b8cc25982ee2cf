import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Where the assembled kernel lies, as source. */
export const target = path('../src/kernel-bytes.ts');

/** Assembles `score.wat`; answers with the module's bytes. */
export async function assemble(): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat('score.wat', await readFile(path('score.wat'), 'utf8'), { simd: true });
  try {
    module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

/** The source file that brings the bytes into the bundle. */
export const asSource = (bytes: Uint8Array): string => `/**
 * The kernel of kernel/score.wat, ${bytes.length} bytes in hexadecimal, which brotli packs
 * tighter than base64. Written by \`npm run build:kernel\`; do not edit.
 */
export const kernelBytes =
  '${Buffer.from(bytes).toString('hex')}';
`;

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The built files that a shopper's browser loads, with the most bytes (brotli) that each may have. */
export const limits = {
  page: { file: 'edgecart.js', most: 4_000 },
  worker: { file: 'edgecart-worker.js', most: 12_000 },
  tfjs: { file: 'edgecart-encoder.js', most: 60_000 },
  /** In the place of the last, for shops that count bytes: without TensorFlow.js, and without learning. */
  light: { file: 'edgecart-encoder-light.js', most: 6_000 },
} as const;

type Part = keyof typeof limits;

/** Bytes of a file as it lies on the disk and as it goes over the wire. */
export interface Size {
  part: Part;
  file: string;
  raw: number;
  /** Level 9. */
  gzip: number;
  /** Quality 11, as servers compress files that do not change. */
  brotli: number;
  most: number;
}

const compressed = (compress: (done: (error: Error | null, result: Buffer) => void) => void): Promise<number> =>
  new Promise((resolve, reject) => compress((error, result) => (error ? reject(error) : resolve(result.length))));

/** Measures the SDK's files in the folder that its build wrote. Rejects with the file that is missing. */
export function measureFiles(folder: string): Promise<Size[]> {
  return Promise.all(
    (Object.keys(limits) as Part[]).map(async (part) => {
      const { file, most } = limits[part];
      const content = await readFile(join(folder, file));
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      return {
        part,
        file,
        most,
        raw: content.length,
        gzip: await compressed((done) => gzip(content, { level: 9 }, done)),
        brotli: await compressed((done) => brotliCompress(content, { params }, done)),
      };
    }),
  );
}

/** The files that are larger than they may be. */
export const tooLarge = (sizes: readonly Size[]): Size[] => sizes.filter(({ brotli, most }) => brotli > most);

import { gunzip } from 'node:zlib';

export type Inflated = { kind: 'inflated'; body: Buffer } | { kind: 'too-large' } | { kind: 'not-gzip' };

/** Inflates gzip and stops as soon as it has become more than `maxBytes`. Never rejects. */
export function inflate(bytes: Buffer, maxBytes: number): Promise<Inflated> {
  return new Promise((resolve) => {
    gunzip(bytes, { maxOutputLength: maxBytes }, (error: NodeJS.ErrnoException | null, body) => {
      if (error === null) resolve({ kind: 'inflated', body });
      else resolve({ kind: error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'not-gzip' });
    });
  });
}

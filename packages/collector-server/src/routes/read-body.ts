import type { IncomingMessage } from 'node:http';
import { inflate } from '../abuse/inflate.ts';
import { bodyTooLarge, type Refusal } from './refusal.ts';

/** The bytes of a batch, why it is none, or that the sender has gone. `sentBytes` is what was sent, before inflating. */
export type Body =
  | { kind: 'read'; bytes: Buffer; sentBytes: number }
  | { kind: 'refused'; status: number; refusal: Refusal }
  | { kind: 'gone' };

/**
 * Reads the body of a batch, at most `maxBytes` as sent and as inflated. It may be called JSON or plain text, since a
 * beacon says the latter to do without a preflight; it is read the same. Never rejects.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Body> {
  if (!isText(request.headers['content-type'])) return { kind: 'refused', status: 415, refusal: unsupportedType };
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const isPlain = encoding === 'identity' || encoding === '';
  if (!isPlain && encoding !== 'gzip' && encoding !== 'x-gzip') {
    return { kind: 'refused', status: 415, refusal: unsupportedEncoding };
  }
  const sent = await collect(request, maxBytes);
  if (sent === 'gone') return { kind: 'gone' };
  if (sent === 'too-large') return { kind: 'refused', status: 413, refusal: bodyTooLarge(maxBytes) };
  if (isPlain) return { kind: 'read', bytes: sent, sentBytes: sent.length };
  const result = await inflate(sent, maxBytes);
  if (result.kind === 'inflated') return { kind: 'read', bytes: result.body, sentBytes: sent.length };
  if (result.kind === 'too-large') return { kind: 'refused', status: 413, refusal: bodyTooLarge(maxBytes) };
  return { kind: 'refused', status: 400, refusal: notGzip };
}

/** `text/plain;charset=UTF-8`, as beacons have it, and `application/json`. */
function isText(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  const semicolon = contentType.indexOf(';');
  const type = semicolon === -1 ? contentType : contentType.slice(0, semicolon);
  return /^(?:text\/plain|application\/json)$/i.test(type.trim());
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return resolve('too-large');
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else resolve('too-large');
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}

const unsupportedType: Refusal = {
  error: 'unsupported-content-type',
  reason: 'send the batch as application/json or text/plain',
};

const unsupportedEncoding: Refusal = {
  error: 'unsupported-content-encoding',
  reason: 'send the batch as gzip or uncompressed',
};

const notGzip: Refusal = { error: 'not-gzip', path: '', reason: 'is not gzip, though content-encoding says so' };

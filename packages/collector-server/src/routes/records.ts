import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inflate } from '../abuse/inflate.ts';
import type { Intake } from '../intake.ts';
import { bodyTooLarge, type Refusal, refuse } from './refusal.ts';

export interface RecordsRouteParts {
  /** Whose records a request brings. */
  intakeOf: (request: FastifyRequest) => Intake;
  maxBodyBytes: number;
  onBody: (bytes: number) => void;
}

/**
 * `POST /v1/records`: a batch in, a `BatchAnswer` out, once its records are durable. The body is read as bytes whatever
 * it is called: a beacon says `text/plain` so that no preflight is needed.
 */
export function recordsRoute(app: FastifyInstance, { intakeOf, maxBodyBytes, onBody }: RecordsRouteParts): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  app.post('/v1/records', { bodyLimit: maxBodyBytes }, async (request, reply) => {
    const sent = Buffer.isBuffer(request.body) ? request.body : noBytes;
    onBody(sent.length);
    const encoding = request.headers['content-encoding'];
    const plain = encoding === undefined ? sent : await decode(sent, encoding, maxBodyBytes);
    if (!Buffer.isBuffer(plain)) {
      if (plain.status === 415) reply.header('accept-encoding', 'gzip');
      return refuse(reply, plain.status, plain.refusal);
    }
    const result = await intakeOf(request).accept(plain);
    if (result.kind === 'refused') {
      return refuse(reply, 400, { error: result.error, path: result.path, reason: result.reason });
    }
    if (result.kind === 'unavailable') {
      const { reason, retryAfterS } = result;
      return refuse(reply, 503, { error: 'log-unavailable', reason, retryAfterS });
    }
    return reply
      .code(result.answer.errors.length > 0 ? 207 : 200)
      .header('cache-control', 'no-store')
      .send(result.answer);
  });
}

const noBytes = Buffer.alloc(0);

type Undecoded = { status: number; refusal: Refusal };

async function decode(sent: Buffer, encoding: string, maxBytes: number): Promise<Buffer | Undecoded> {
  const coding = encoding.trim().toLowerCase();
  if (coding === 'identity' || coding === '') return sent;
  if (coding !== 'gzip' && coding !== 'x-gzip') {
    const reason = 'send the batch as gzip or uncompressed';
    return { status: 415, refusal: { error: 'unsupported-content-encoding', reason } };
  }
  const result = await inflate(sent, maxBytes);
  if (result.kind === 'inflated') return result.body;
  if (result.kind === 'too-large') return { status: 413, refusal: bodyTooLarge(maxBytes) };
  return {
    status: 400,
    refusal: { error: 'not-gzip', path: '', reason: 'is not gzip, though content-encoding says so' },
  };
}

import type { FastifyInstance } from 'fastify';
import type { Intake } from '../intake.ts';
import { refuse } from './refusal.ts';

export interface RecordsRouteParts {
  intake: Intake;
  maxBodyBytes: number;
  onBody: (bytes: number) => void;
}

/**
 * `POST /v1/records`: a batch in, a `BatchAnswer` out, once its records are durable. The body is read as bytes whatever
 * it is called: a beacon says `text/plain` so that no preflight is needed.
 */
export function recordsRoute(app: FastifyInstance, { intake, maxBodyBytes, onBody }: RecordsRouteParts): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  app.post('/v1/records', { bodyLimit: maxBodyBytes }, async (request, reply) => {
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      return refuse(reply, 415, { error: 'unsupported-content-encoding', reason: 'send the batch uncompressed' });
    }
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    onBody(body.length);
    const result = await intake.accept(body);
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

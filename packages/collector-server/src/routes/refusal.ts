import type { FastifyInstance, FastifyReply } from 'fastify';

/** The body of every answer that is not a success. */
export interface Refusal {
  /** Stable, for programs. */
  error: string;
  /** What was wrong and what to do, for people. */
  reason: string;
  /** JSON pointer of the place in the body, where there is one. */
  path?: string;
  retryAfterS?: number;
}

export function refuse(reply: FastifyReply, status: number, refusal: Refusal): FastifyReply {
  const { retryAfterS, ...body } = refusal;
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  return reply.code(status).type('application/json; charset=utf-8').header('cache-control', 'no-store').send(body);
}

/** Gives framework errors and unknown paths the same body as our own refusals. Nothing of the request is reported. */
export function refuseUniformly(app: FastifyInstance, onNotice: (message: string) => void): void {
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, 404, {
      error: 'not-found',
      reason: 'nothing is served here; records go to POST /v1/records, models are under /models/',
    }),
  );
  app.setErrorHandler(
    (error: { code?: string; statusCode?: number; message?: string; name?: string }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status === 413) {
        const { bodyLimit } = request.routeOptions;
        return refuse(reply, 413, { error: 'body-too-large', reason: `send at most ${bodyLimit} bytes in one batch` });
      }
      if (status === 415) {
        return refuse(reply, 415, {
          error: 'unsupported-content-type',
          reason: 'send the batch as application/json or text/plain',
        });
      }
      if (status >= 400 && status < 500) {
        return refuse(reply, status, { error: 'bad-request', reason: error.message ?? 'the request can not be read' });
      }
      onNotice(
        `a request to ${request.routeOptions.url ?? 'an unknown path'} failed: ${error.name} ${error.code ?? ''}`,
      );
      return refuse(reply, 500, { error: 'internal', reason: 'the collector failed; try again later', retryAfterS: 5 });
    },
  );
}

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';

/** The body of every answer that is not a success. */
export const RefusalBody = Type.Object({
  error: Type.String({ description: 'Stable, for programs.' }),
  reason: Type.String({ description: 'What was wrong and what to do, for people.' }),
  path: Type.Optional(Type.String({ description: 'JSON pointer of the place in the body, where there is one.' })),
});

export type Refusal = Static<typeof RefusalBody> & { retryAfterS?: number };

export function refuse(reply: FastifyReply, status: number, refusal: Refusal): FastifyReply {
  const { retryAfterS, ...body } = refusal;
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  return reply.code(status).type('application/json; charset=utf-8').header('cache-control', 'no-store').send(body);
}

export const bodyTooLarge = (maxBytes: number): Refusal => ({
  error: 'body-too-large',
  reason: `send at most ${maxBytes} bytes in one batch`,
});

export const nothingHere: Refusal = {
  error: 'not-found',
  reason: 'nothing is served here; records go to POST /v1/records, models are under /models/; see /docs',
};

/** Gives the framework's errors the same body as our own refusals. Nothing of the request is reported. */
export function refuseError(onNotice: (message: string) => void) {
  return (error: Partial<FastifyError>, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      return refuse(reply, status, { error: 'bad-request', reason: 'the request can not be read' });
    }
    onNotice(`a request to ${request.routeOptions.url ?? 'an unknown path'} failed: ${error.name} ${error.code ?? ''}`);
    return refuse(reply, 500, { error: 'internal', reason: 'the collector failed; try again later', retryAfterS: 5 });
  };
}

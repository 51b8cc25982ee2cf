import type { FastifyInstance, FastifyReply } from 'fastify';

/** What an answer to a page on any origin says. Without cookies or credentials there is nothing to steal by asking. */
const open = {
  'access-control-expose-headers': 'etag, retry-after',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};
const anyOrigin = { 'access-control-allow-origin': '*', ...open };

const preflightAnswer = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'content-type, content-encoding',
  'access-control-max-age': '86400',
};

export function allowAnyOrigin(reply: FastifyReply): void {
  reply.headers(anyOrigin);
}

/** For answers that differ by origin: `origin` may read this one; `undefined` for nobody on another origin. */
export function allowOrigin(reply: FastifyReply, origin: string | undefined): void {
  reply.headers(open).header('vary', 'origin');
  if (origin !== undefined) reply.header('access-control-allow-origin', origin);
}

/** Answers the question that browsers ask before a request with a JSON body. */
export function answerPreflights(app: FastifyInstance, paths: readonly string[]): void {
  for (const path of paths) {
    app.options(path, (_request, reply) => reply.code(204).headers(preflightAnswer).send());
  }
}

import type { FastifyInstance } from 'fastify';

/** Headers of an answer. */
export type Headers = Readonly<Record<string, string>>;

/** What an answer to a page on any origin says. Without cookies or credentials there is nothing to steal by asking. */
const open = {
  'access-control-expose-headers': 'etag, retry-after',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};

export const forAnyOrigin: Headers = { 'access-control-allow-origin': '*', ...open };

/** For answers that differ by origin: `origin` may read this one; `undefined` for nobody on another origin. */
export function forOrigin(origin: string | undefined): Headers {
  return { ...open, vary: 'origin', ...(origin !== undefined && { 'access-control-allow-origin': origin }) };
}

const preflightAnswer = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'content-type, content-encoding',
  'access-control-max-age': '86400',
};

/** Answers the question that browsers ask before a request with a JSON body. */
export function answerPreflights(app: FastifyInstance, paths: readonly string[]): void {
  for (const path of paths) {
    app.options(path, (_request, reply) => reply.code(204).headers(preflightAnswer).send());
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refuse } from './refusal.ts';

/** Refuses a request that no route answers: 405 when another method would be, else 404. */
export type RefuseUnknown = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => FastifyReply;

/**
 * Watches which routes are made from now on, so that it can tell unknown paths from wrong methods. `others` are answered
 * before the router is asked.
 */
export function watchRoutes(
  app: FastifyInstance,
  onRefused: (status: number) => void,
  others: readonly { url: string; method: string }[],
): RefuseUnknown {
  const methods = new Map(others.map(({ url, method }) => [url, new Set([method])]));
  app.addHook('onRoute', ({ url, method }) => {
    for (const name of [method].flat()) {
      // Preflights are answered for whole folders, whatever lies in them.
      if (name !== 'OPTIONS') methods.set(url, (methods.get(url) ?? new Set()).add(name));
    }
  });

  return (request, reply, refusal) => {
    const [path = ''] = request.url.split('?');
    const [, known] = [...methods].find(([url]) => patternOf(url).test(path)) ?? [];
    // The method is right where a route found no file.
    const isWrongMethod = known !== undefined && !known.has(request.method);
    onRefused(isWrongMethod ? 405 : 404);
    if (!isWrongMethod) return refuse(reply, 404, refusal);
    const allowed = [...known].join(', ');
    reply.header('allow', allowed);
    return refuse(reply, 405, { error: 'method-not-allowed', reason: `here only ${allowed} is answered` });
  };
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+').replace(/\*/g, '.*')}$`);
}

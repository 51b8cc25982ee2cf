import type { FastifyInstance } from 'fastify';
import type { Hub } from '../http/hub.ts';
import { EventStreams } from './server-sent-events.ts';

/** The most open streams; each is a connection that stays. */
export const maxListeners = 50;

/** `GET /v1/live`: server-sent events, each one a `LiveMessage`. */
export function liveRoute(app: FastifyInstance, { listen }: Pick<Hub, 'listen'>): void {
  const streams = new EventStreams(app, maxListeners);
  // Without a body a stream would never end.
  app.get('/v1/live', { exposeHeadRoute: false }, (_request, reply) =>
    streams.answer(reply, (send) => listen((message) => send(JSON.stringify(message)))),
  );
}

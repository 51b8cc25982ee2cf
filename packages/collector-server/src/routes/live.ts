import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Hub } from '../http/hub.ts';
import { refuse } from './refusal.ts';

/** The most open streams; each is a connection that stays. */
export const maxListeners = 50;

/** A listener that has not read so many bytes is let go; its browser connects again. */
const maxUnreadBytes = 1_048_576;

const heartbeatMs = 15_000;

/** `GET /v1/live`: server-sent events, each one a `LiveMessage` (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function liveRoute(app: FastifyInstance, { listen }: Pick<Hub, 'listen'>): void {
  const streams = new Set<Readable>();
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    for (const stream of streams) stream.push(null);
  });

  // Without a body a stream would never end.
  app.get('/v1/live', { exposeHeadRoute: false }, async (_request, reply) => {
    if (closing) {
      return refuse(reply, 503, { error: 'closing', reason: 'the collector is stopping', retryAfterS: 5 });
    }
    if (streams.size >= maxListeners) {
      const reason = `${maxListeners} live pages are open already; close one`;
      return refuse(reply, 503, { error: 'too-many-listeners', reason, retryAfterS: 30 });
    }
    const stream = new Readable({ read() {} });
    streams.add(stream);
    const send = (text: string) => {
      if (stream.readableLength > maxUnreadBytes) stream.destroy();
      else stream.push(text);
    };
    const heartbeat = setInterval(() => send(':\n\n'), heartbeatMs);
    heartbeat.unref();
    stream.once('close', () => {
      streams.delete(stream);
      clearInterval(heartbeat);
    });
    send('retry: 3000\n\n');
    const stop = await listen((message) => send(`data: ${JSON.stringify(message)}\n\n`));
    if (stream.destroyed) stop();
    else stream.once('close', stop);
    return reply
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .type('text/event-stream; charset=utf-8')
      .send(stream);
  });
}

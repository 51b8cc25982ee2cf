import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from './refusal.ts';

/** A listener that has not read so many bytes is let go; its browser connects again. */
const maxUnreadBytes = 1_048_576;
const heartbeatMs = 15_000;

/** Begins to send messages to one listener; resolves with how to stop. */
type Begin = (send: (message: string) => void) => Promise<() => void> | (() => void);

/** Streams of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), so many at a time. */
export class EventStreams {
  readonly #most: number;
  readonly #streams = new Set<Readable>();
  #closing = false;

  constructor(app: FastifyInstance, most: number) {
    this.#most = most;
    app.addHook('preClose', async () => {
      this.#closing = true;
      for (const stream of this.#streams) stream.push(null);
    });
  }

  /** Answers with a stream, or with a refusal when too many are open or the server is closing. */
  async answer(reply: FastifyReply, begin: Begin): Promise<FastifyReply> {
    if (this.#closing) {
      return refuse(reply, 503, { error: 'closing', reason: 'the collector is stopping', retryAfterS: 5 });
    }
    if (this.#streams.size >= this.#most) {
      const reason = `${this.#most} live pages are open already; close one`;
      return refuse(reply, 503, { error: 'too-many-listeners', reason, retryAfterS: 30 });
    }
    const stream = new Readable({ read() {} });
    this.#streams.add(stream);
    const send = (text: string) => {
      if (stream.readableLength > maxUnreadBytes) stream.destroy();
      else stream.push(text);
    };
    const heartbeat = setInterval(() => send(':\n\n'), heartbeatMs);
    heartbeat.unref();
    stream.once('close', () => {
      this.#streams.delete(stream);
      clearInterval(heartbeat);
    });
    send('retry: 3000\n\n');
    const stop = await begin((message) => send(`data: ${message}\n\n`));
    if (stream.destroyed) stop();
    else stream.once('close', stop);
    return reply
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .type('text/event-stream; charset=utf-8')
      .send(stream);
  }
}

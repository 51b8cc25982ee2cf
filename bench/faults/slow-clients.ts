import { endsInTime, openSocket, slowBehaviours, vanishingBehaviours } from '../load/slow-sockets.ts';
import type { Fault } from './fault.ts';

const requestTimeoutMs = 1_500;
/** Node.js looks for slow connections every half second; the rest is for a busy machine. */
const limitMs = requestTimeoutMs + 4_000;

/** Clients that never finish what they began, beside those that do. */
export const slowClients: Fault = {
  name: 'slow, half-open and vanishing clients',
  flags: { 'request-timeout-ms': requestTimeoutMs },
  async run({ collector, load, findings, short }) {
    const port = Number(new URL(await collector.listening()).port);
    const rounds = short ? 1 : 5;
    const each = short ? 8 : 40;
    let done = 0;
    for (let round = 0; round < rounds; round += 1) {
      const waits = Object.entries(slowBehaviours).flatMap(([name, behave]) =>
        Array.from({ length: each }, async () => {
          const ended = await endsInTime(port, behave, limitMs);
          findings.expect(ended, 'a slow client was not closed within its limit', () => `one that ${name}`);
        }),
      );
      for (const behave of vanishingBehaviours)
        for (let count = 0; count < each; count += 1)
          await openSocket(port, (socket) => void behave(socket, () => false));
      await load.progress();
      await Promise.all(waits);
      done += waits.length + vanishingBehaviours.length * each;
    }
    await load.progress();
    return done;
  },
};

import { createServer } from 'node:net';

// Below what systems hand out as the near end of outgoing connections: a port from that range may be taken by a client
// while its broker is down, and a client that keeps trying it may even connect to itself.
const lowest = 12_000;
const highest = 32_000;

/** Whether nothing listens on that port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** `count` different ports of 127.0.0.1 on which nothing listens now. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let attempt = 0; found.size < count && attempt < 1_000; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  if (found.size < count) throw new Error(`No ${count} free ports between ${lowest} and ${highest} on 127.0.0.1.`);
  return [...found];
}

import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from '../server-process.ts';

const config = fileURLToPath(new URL('config.yaml', import.meta.url));

/** Starts the peer that `buildPeer` made. */
export async function startPeer(program: string, broker: string, topic: string): Promise<ServerProcess> {
  const port = await freePort();
  return startServer(program, ['-c', config], { PORT: String(port), BROKER: broker, TOPIC: topic });
}

/** Benthos can't tell which port it took when it may take any. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

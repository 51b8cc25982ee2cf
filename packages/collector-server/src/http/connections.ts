import type { Server } from 'node:http';

/** Limits the open connections of a server, and returns how to ask for their number. */
export function limitConnections(server: Server, max: number, onDropped: () => void): () => number {
  let open = 0;
  server.maxConnections = max;
  server.on('drop', onDropped);
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  return () => open;
}

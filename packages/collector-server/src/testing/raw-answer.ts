import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  status: number;
  contentType: string | null;
  body: string;
}

/** Sends bytes as they are and reads until the collector closes the connection: `fetch` would refuse to send such. */
export async function rawAnswer(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1');
  // What is written after the collector has closed fails, and does not matter.
  socket.on('error', () => {});
  socket.write(bytes);
  const answer = await text(socket);
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const contentType = /^content-type: (.*)$/im.exec(head)?.[1] ?? null;
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), contentType, body: rest.join('\r\n\r\n') };
}

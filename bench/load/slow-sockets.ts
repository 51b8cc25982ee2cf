import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './until.ts';

const head = (length: number) =>
  `POST /v1/records HTTP/1.1\r\nhost: collector\r\ncontent-type: text/plain\r\ncontent-length: ${length}\r\n\r\n`;

type Behaviour = (socket: Socket, goesOn: () => boolean) => void | Promise<void>;

async function drip(socket: Socket, goesOn: () => boolean, text: string): Promise<void> {
  for (let at = 0; goesOn(); at += 1) {
    socket.write(text[at % text.length] ?? ' ');
    await sleep(100);
  }
}

/** What such a client does; the server must end its connection within the limit. */
export const slowBehaviours: Record<string, Behaviour> = {
  'says nothing': () => {},
  'stops within the request line': (socket) => void socket.write('POST /v1/rec'),
  'stops within the headers': (socket) => void socket.write(head(100).slice(0, -2)),
  'drips headers': async (socket, goesOn) => {
    socket.write('POST /v1/records HTTP/1.1\r\nhost: collector\r\nx-drip: ');
    await drip(socket, goesOn, 'a');
  },
  'stops before the body': (socket) => void socket.write(head(1_000)),
  'stops within the body': (socket) => void socket.write(`${head(1_000)}{"records":[`),
  'drips the body': async (socket, goesOn) => {
    socket.write(head(100_000));
    await drip(socket, goesOn, ' ');
  },
  'stops within a chunk': (socket) =>
    void socket.write(
      'POST /v1/records HTTP/1.1\r\nhost: collector\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"rec',
    ),
  'closes its side within the body': (socket) => {
    socket.write(`${head(1_000)}{"records":[`);
    socket.end();
  },
};

/** What goes away by itself, and must leave nothing behind. */
export const vanishingBehaviours: Behaviour[] = [
  (socket) => void socket.write(`${head(1_000)}{"records":[`, () => socket.destroy()),
  (socket) => void socket.write(`${head(1_000)}{"records":[`, () => socket.resetAndDestroy()),
  (socket) => void socket.write('POST /v1/rec', () => socket.resetAndDestroy()),
  (socket) => void socket.write(`${head(16)}{"records":[{}]}`, () => socket.resetAndDestroy()),
];

/** Connects, and does something with the connection; resolves when it stands, or can't. */
export async function openSocket(port: number, use: (socket: Socket) => void): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  use(socket);
  return socket;
}

/** Whether the server ends the connection of such a client within the limit. */
export async function endsInTime(port: number, behave: Behaviour, limitMs: number): Promise<boolean> {
  let ended = false;
  const socket = await openSocket(port, (opened) => {
    opened.on('close', () => {
      ended = true;
    });
    opened.resume();
    void behave(opened, () => !ended);
  });
  const inTime = await until('it is closed', () => ended, { limitMs, everyMs: 50 }).then(
    () => true,
    () => false,
  );
  ended = true;
  socket.destroy();
  return inTime;
}

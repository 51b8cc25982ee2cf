import type { Socket } from 'node:net';
import { awaitedAnswer } from '../http/http-server.ts';

interface ClientError extends Error {
  code?: string;
}

const answers = {
  slow: answer('408 Request Timeout', 'too-slow', 'the request was not here in time'),
  long: answer('431 Request Header Fields Too Large', 'headers-too-large', 'send fewer or shorter headers'),
  wrong: answer('400 Bad Request', 'bad-request', 'this is not HTTP/1.1 as RFC 9112 has it'),
};

/** Answers what Node.js could not read as a request, and closes the connection. Nothing of it is reported. */
export function refuseUnreadable(onRefused: (status: number) => void) {
  return (error: ClientError, socket: Socket): void => {
    const { status, text } = answers[kindOf(error)];
    onRefused(status);
    const awaited = awaitedAnswer(socket);
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    // Answers go out in the order of the requests (RFC 9112, 9.3.2): an earlier one is not cut off by this one.
    else if (awaited) awaited.once('finish', () => socket.end(text, () => socket.destroy()));
    else socket.end(text, () => socket.destroy());
  };
}

function kindOf({ code }: ClientError): keyof typeof answers {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'slow';
  return code === 'HPE_HEADER_OVERFLOW' ? 'long' : 'wrong';
}

function answer(line: string, error: string, reason: string): { status: number; text: string } {
  const body = JSON.stringify({ error, reason });
  const head = `HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n`;
  return { status: Number.parseInt(line, 10), text: `${head}content-length: ${body.length}\r\n\r\n${body}` };
}

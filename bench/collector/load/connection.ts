import { connect, type Socket } from 'node:net';
import { readAnswer } from './read-answer.ts';

export interface ConnectionParts {
  host: string;
  port: number;
  /** The next request's bytes, or nothing when no more is wanted. They stay as they are until its answer is here. */
  nextRequest: () => Buffer | undefined;
  /** Milliseconds between the beginnings of two requests; 0 sends the next as soon as the last is answered. */
  pauseMs: number;
  onAnswer: (status: number, us: number) => void;
  onFault: (reason: string) => void;
}

const largestAnswerBytes = 16_384;

/** A connection that sends a request, waits for its answer, and sends the next: never two at a time. */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #answer = Buffer.allocUnsafe(largestAnswerBytes);
  #socket: Socket | undefined;
  #filled = 0;
  #sentMs = 0;
  #end: (() => void) | undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** Resolves when the connection stands. */
  open(): Promise<void> {
    const { host, port, onFault } = this.#parts;
    return new Promise((resolve, reject) => {
      // Reading into one buffer of our own spares the stream's work for each answer.
      const buffer = Buffer.allocUnsafe(largestAnswerBytes);
      const onread = { buffer, callback: (bytes: number, read: Uint8Array) => this.#read(bytes, read) };
      const socket = connect({ host, port, noDelay: true, onread });
      this.#socket = socket;
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.on('error', (error) => onFault(error.message));
        socket.on('close', () => {
          if (this.#end !== undefined) onFault('closed before the answer');
          this.#end?.();
        });
        resolve();
      });
      socket.once('error', reject);
    });
  }

  /** Sends one request after another until there is none, or the connection breaks. The first waits so long. */
  run(firstAfterMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#end = resolve;
      if (firstAfterMs > 0) setTimeout(() => this.#send(), firstAfterMs);
      else this.#send();
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #send(): void {
    const request = this.#parts.nextRequest();
    if (request === undefined) {
      this.#finish();
      return;
    }
    this.#sentMs = performance.now();
    this.#socket?.write(request);
  }

  #finish(): void {
    const end = this.#end;
    this.#end = undefined;
    end?.();
  }

  #read(bytes: number, read: Uint8Array): boolean {
    const room = this.#answer.length - this.#filled;
    if (bytes > room) return this.#break(`an answer of more than ${largestAnswerBytes} bytes`);
    this.#answer.set(read.subarray(0, bytes), this.#filled);
    this.#filled += bytes;
    const step = readAnswer(this.#answer, this.#filled);
    if (step.kind === 'incomplete') return true;
    if (step.kind === 'unreadable') return this.#break('an answer without status or length');
    if (step.bytes < this.#filled) return this.#break('more bytes than one answer');
    this.#filled = 0;
    const elapsedMs = performance.now() - this.#sentMs;
    this.#parts.onAnswer(step.status, elapsedMs * 1_000);
    if (elapsedMs < this.#parts.pauseMs) setTimeout(() => this.#send(), this.#parts.pauseMs - elapsedMs);
    else this.#send();
    return true;
  }

  #break(reason: string): boolean {
    this.#parts.onFault(reason);
    this.#finish();
    this.#socket?.destroy();
    return false;
  }
}

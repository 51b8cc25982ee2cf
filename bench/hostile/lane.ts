import { connect, type Socket } from 'node:net';
import type { Findings } from '../faults/findings.ts';
import type { Account } from './account.ts';
import type { Judge } from './judge.ts';
import type { HostileRequest } from './request.ts';
import { type Answer, ResponseReader } from './response-reader.ts';

export interface LaneParts {
  port: number;
  account: Account;
  judge: Judge;
  findings: Findings;
  /** In which a pipeline must be answered, or its connection closed. */
  limitMs: number;
}

/** One connection that sends requests in pipelines and reads their answers in order; opened again when it was closed. */
export class Lane {
  readonly #parts: LaneParts;
  #socket: Socket | undefined;
  #waiting: HostileRequest[] = [];
  #reader = new ResponseReader();
  #closing = false;
  #done: (() => void) | undefined;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Sends these requests in one write, and resolves when each is answered or the connection has ended. */
  async send(requests: HostileRequest[]): Promise<void> {
    const { account, findings, limitMs } = this.#parts;
    for (const { expected } of requests)
      if (expected.kind === 'batch' || expected.kind === 'batch-or-refusal') account.send(expected.entries);
    const socket = this.#socket ?? (await this.#open());
    const last = requests.at(-1)?.family;
    this.#waiting = [...requests];
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => {
        findings.add('a pipeline was neither answered nor closed within its limit', `the last one was ${last}`);
        socket.destroy();
      }, limitMs);
      this.#done = () => {
        clearTimeout(limit);
        this.#done = undefined;
        resolve();
      };
      socket.write(Buffer.concat(requests.map(({ bytes }) => bytes)));
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  async #open(): Promise<Socket> {
    const { port } = this.#parts;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    this.#closing = false;
    this.#reader = new ResponseReader(() => this.#waiting[0]?.head === true);
    socket.on('error', () => {});
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('close', () => this.#ended(socket));
    await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
    return socket;
  }

  #read(bytes: Buffer): void {
    try {
      this.#reader.read(bytes, (answer) => this.#answered(answer));
    } catch (error) {
      this.#parts.findings.add('an answer can not be read', String(error));
      this.#socket?.destroy();
    }
  }

  #answered(answer: Answer): void {
    const request = this.#waiting.shift();
    if (request === undefined) {
      this.#parts.findings.add('an answer to nothing came', `${answer.status} ${answer.body.slice(0, 200)}`);
      return;
    }
    this.#parts.judge.judge(request, answer);
    if (answer.headers.get('connection') === 'close') this.#closing = true;
    if (this.#waiting.length === 0 && !this.#closing) this.#done?.();
  }

  #ended(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    if (this.#waiting.length > 0 && !this.#closing)
      this.#parts.findings.add(
        'a connection was closed before its answers',
        `waiting was ${this.#waiting[0]?.family}: ${this.#waiting[0]?.bytes.toString('latin1', 0, 300)}`,
      );
    this.#done?.();
  }
}

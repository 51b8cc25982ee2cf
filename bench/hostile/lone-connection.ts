import { connect } from 'node:net';
import type { Findings } from '../faults/findings.ts';
import { parseAnswer } from '../load/batch-answer.ts';
import type { Account } from './account.ts';
import type { Judge } from './judge.ts';
import type { LoneBytes } from './request.ts';
import { type Answer, ResponseReader } from './response-reader.ts';

export interface LoneParts {
  port: number;
  account: Account;
  judge: Judge;
  findings: Findings;
  limitMs: number;
}

/** Sends bytes on a connection of their own, reads to its end, and checks what was answered about their records. */
export async function sendAlone(
  lone: LoneBytes,
  { port, account, judge, findings, limitMs }: LoneParts,
): Promise<void> {
  account.send(lone.entries);
  const { answers, ended, unreadable } = await exchange(lone, port, limitMs);
  const example = () => Buffer.concat(lone.parts).toString('latin1').slice(0, 600);
  findings.expect(ended, `${lone.family}: neither answered nor closed within its limit`, example);
  findings.expect(unreadable === undefined, `${lone.family}: an answer can not be read`, () => `${unreadable}`);
  if (lone.vanishes) return;
  let stored = 0;
  for (const answer of answers) {
    judge.count(lone.family, answer);
    stored += parseAnswer(answer.body)?.stored ?? 0;
  }
  const told = () => `${answers.map(({ status }) => status).join(', ')} to ${example()}`;
  if (lone.ambiguous) findings.expect(stored === 0, `${lone.family}: something ambiguous was stored`, told);
  account.expectStored(lone.entries, stored, told);
}

interface Exchange {
  answers: Answer[];
  ended: boolean;
  unreadable: unknown;
}

function exchange({ parts, vanishes, requests }: LoneBytes, port: number, limitMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const result: Exchange = { answers: [], ended: true, unreadable: undefined };
    const reader = new ResponseReader();
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const limit = setTimeout(() => {
      result.ended = false;
      socket.destroy();
    }, limitMs);
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(limit);
      resolve(result);
    });
    socket.on('data', (bytes) => {
      try {
        reader.read(bytes, (answer) => result.answers.push(answer));
        // What answers more than it was asked has seen a request that nobody sent: read on.
        if (result.answers.length >= requests) socket.end();
      } catch (error) {
        result.unreadable ??= error;
        socket.destroy();
      }
    });
    socket.on('connect', () => {
      const [first, ...rest] = parts;
      // The second part in a packet of its own.
      if (first) socket.write(first, () => setImmediate(() => finish(rest)));
    });
    const finish = (rest: Buffer[]) => {
      for (const part of rest) socket.write(part);
      if (vanishes === 'close') socket.destroy();
      else if (vanishes === 'reset') socket.resetAndDestroy();
      else if (vanishes === 'half-close') socket.end();
    };
  });
}

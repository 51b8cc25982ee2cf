import { type Agent, request } from 'node:http';
import type { BatchAnswer } from '@edgecart/protocol';
import { parseAnswer } from '../load/batch-answer.ts';

/** What came of one request. `dropped`: no whole answer, the connection broke or could not be made. */
export type Outcome =
  | { kind: 'answered'; status: number; answer: BatchAnswer | undefined; retryAfterMs: number }
  | { kind: 'dropped' }
  | { kind: 'silent' };

export interface PostOptions {
  agent: Agent;
  /** After so long without an answer or an end the client gives up: `silent`. */
  limitMs: number;
  /** The client goes away by itself so long after it has sent everything, without waiting for the answer. */
  leaveAfterMs?: number | undefined;
}

/** Posts a batch as a browser does, with `text/plain`; never rejects. */
export function post(url: string, body: string, { agent, limitMs, leaveAfterMs }: PostOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = request(`${url}/v1/records`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) },
    });
    const end = (outcome: Outcome) => {
      clearTimeout(limit);
      resolve(outcome);
    };
    const limit = setTimeout(() => {
      end({ kind: 'silent' });
      sent.destroy();
    }, limitMs);
    sent.on('error', () => end({ kind: 'dropped' }));
    let responding = false;
    sent.on('response', (response) => {
      responding = true;
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', () => end({ kind: 'dropped' }));
      response.on('close', () => {
        // A collector that dies between head and body has not answered.
        if (!response.complete) return end({ kind: 'dropped' });
        const retryAfterMs = Number(response.headers['retry-after'] ?? 0) * 1_000;
        end({ kind: 'answered', status: response.statusCode ?? 0, answer: parseAnswer(text), retryAfterMs });
      });
    });
    sent.on('close', () => {
      if (!responding) end({ kind: 'dropped' });
    });
    sent.end(body, () => {
      if (leaveAfterMs !== undefined) setTimeout(() => sent.destroy(), leaveAfterMs);
    });
  });
}

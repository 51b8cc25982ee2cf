import { setTimeout as sleep } from 'node:timers/promises';
import type { Findings } from '../faults/findings.ts';
import { between } from '../load/random.ts';
import { endsInTime, slowBehaviours } from '../load/slow-sockets.ts';
import type { Account } from './account.ts';
import type { Chance } from './families/records.ts';
import { makeLone, nextPipelined } from './generators.ts';
import type { Judge } from './judge.ts';
import { Lane } from './lane.ts';
import { sendAlone } from './lone-connection.ts';
import type { HostileRequest } from './request.ts';

export interface AttackParts {
  port: number;
  requests: number;
  chance: Chance;
  account: Account;
  judge: Judge;
  findings: Findings;
  /** In which the collector must have a whole request. */
  requestTimeoutMs: number;
  onProgress: (done: number) => void;
}

const lanes = 24;
const longestPipeline = 16;
/** Many, because what has no end waits until the collector's time is up. */
const loneWorkers = 300;
/** Of a hundred requests so many are alone on their connection. */
const lonePercent = 8;
const slowAtATime = 18;

function nextPipeline(chance: Chance): HostileRequest[] {
  const requests: HostileRequest[] = [];
  for (let left = between(chance.random, 1, longestPipeline); left > 0; left -= 1) {
    const request = nextPipelined(chance);
    requests.push(request);
    if (request.mayEnd) break;
  }
  return requests;
}

/** Sends so many hostile requests, most of them in pipelines, beside clients that are slow all the while. */
export async function attack(parts: AttackParts): Promise<number> {
  const { requests, chance, onProgress } = parts;
  const limitMs = parts.requestTimeoutMs + 15_000;
  const aloneWanted = Math.floor((requests * lonePercent) / 100);
  const lone = makeLone();
  let alone = 0;
  let pipelined = 0;
  let going = true;

  async function pipeline(): Promise<void> {
    const lane = new Lane({ ...parts, limitMs });
    while (pipelined < requests - aloneWanted) {
      const batch = nextPipeline(chance);
      pipelined += batch.length;
      await lane.send(batch);
      onProgress(pipelined + alone);
    }
    lane.close();
  }

  async function onItsOwn(): Promise<void> {
    while (alone < aloneWanted) {
      const next = lone(chance);
      alone += next.requests;
      await sendAlone(next, { ...parts, limitMs });
    }
  }

  async function slow(): Promise<void> {
    let sent = 0;
    while (going)
      for (const [name, behave] of Object.entries(slowBehaviours)) {
        const ended = await endsInTime(parts.port, behave, limitMs);
        parts.findings.expect(ended, 'a slow client was not closed within its limit', () => `one that ${name}`);
        sent += 1;
        if (!going) break;
        await sleep(50);
      }
    slowRequests += sent;
  }

  let slowRequests = 0;
  const slowClients = Array.from({ length: slowAtATime }, slow);
  await Promise.all([...Array.from({ length: lanes }, pipeline), ...Array.from({ length: loneWorkers }, onItsOwn)]);
  going = false;
  await Promise.all(slowClients);
  return pipelined + alone + slowRequests;
}

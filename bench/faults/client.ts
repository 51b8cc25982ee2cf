import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchAnswer } from '@edgecart/protocol';
import { between } from '../load/random.ts';
import type { Findings } from './findings.ts';
import type { Ledger } from './ledger.ts';
import { type Outcome, post } from './post.ts';
import { batchNumbers, type NumberedRecords, shopOf } from './records.ts';

export interface ClientParts {
  url: () => Promise<string>;
  records: NumberedRecords;
  ledger: Ledger;
  findings: Findings;
  random: () => number;
  /** In which a request must be answered or its connection ended. */
  limitMs: number;
  isStopped: () => boolean;
  onAnswerMs: (ms: number) => void;
  /** Delivers a batch when it may begin. */
  turn: (deliver: () => Promise<void>) => Promise<void>;
}

interface Batch {
  first: number;
  count: number;
  /** The index of an entry that the collector must refuse. */
  wrong: number | undefined;
  body: string;
}

const mostRecords = 20;
const pauseMs = 25;
/** The longest time to wait because `Retry-After` says so: a browser obeys, but this run should end. */
const patienceMs = 1_000;

/**
 * One client, as the SDK's delivery: batch after batch, and the same batch with the same ids again until it is answered.
 * Some go away before the answer, some send the same batch twice at once, some have a record that must be refused.
 */
export async function runClient(parts: ClientParts): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  try {
    while (!parts.isStopped()) {
      await parts.turn(() => deliver(newBatch(parts), agent, parts));
      await sleep(parts.random() * pauseMs);
    }
  } finally {
    agent.destroy();
  }
}

function newBatch({ records, ledger, random }: ClientParts): Batch {
  const count = between(random, 1, mostRecords);
  const first = ledger.take(batchNumbers);
  const wrong = random() < 0.03 ? between(random, 0, count - 1) : undefined;
  const entries = Array.from({ length: count }, (_, index) => {
    const record = records.make(first + index);
    return JSON.stringify(index === wrong ? { ...record, session: 'not anonymous' } : record);
  });
  return { first, count, wrong, body: `{"records":[${entries.join(',')}]}` };
}

async function deliver(batch: Batch, agent: Agent, parts: ClientParts): Promise<void> {
  const { random } = parts;
  for (let tries = 0; ; tries += 1) {
    const twice = random() < 0.02;
    const leaveAfterMs = random() < 0.03 ? random() * 4 : undefined;
    const outcomes = await Promise.all([send(batch, agent, parts, leaveAfterMs), twice && send(batch, agent, parts)]);
    const answered = outcomes.find(isFinal);
    if (answered) return settle(batch, answered, tries === 0 && !twice, parts);
    await sleep(waitMs(outcomes, tries, random));
  }
}

async function send(batch: Batch, agent: Agent, parts: ClientParts, leaveAfterMs?: number): Promise<Outcome> {
  const url = await parts.url();
  const startMs = performance.now();
  const outcome = await post(`${url}/k/${shopOf(batch.first).key}`, batch.body, {
    agent,
    limitMs: parts.limitMs,
    leaveAfterMs,
  });
  if (outcome.kind === 'silent') parts.findings.add('a client was neither answered nor closed within its limit');
  parts.onAnswerMs(performance.now() - startMs);
  return outcome;
}

type Answered = Extract<Outcome, { kind: 'answered' }>;

/** As in the SDK: what is not worth another try ends the batch. */
function isFinal(outcome: Outcome | false): outcome is Answered {
  return outcome !== false && outcome.kind === 'answered' && outcome.status !== 429 && outcome.status < 500;
}

/** Full jitter, and never earlier than `Retry-After`, as in the SDK's schedule but quicker. */
function waitMs(outcomes: readonly (Outcome | false)[], tries: number, random: () => number): number {
  const asked = outcomes.map((outcome) =>
    outcome !== false && outcome.kind === 'answered' ? outcome.retryAfterMs : 0,
  );
  const jitter = random() * Math.min(patienceMs, 5 * 2 ** Math.min(tries, 10));
  return Math.max(jitter, Math.min(patienceMs, ...asked));
}

/** `certain`: no other try of this batch may have been stored without the client's knowing. */
function settle(batch: Batch, { status, answer }: Answered, certain: boolean, { ledger, findings }: ClientParts): void {
  if (answer === undefined || (status !== 200 && status !== 207)) {
    findings.add(`a batch was answered ${status}`);
    for (let index = 0; index < batch.count; index += 1) ledger.refuse(batch.first + index, certain);
    return;
  }
  checkAnswer(batch, status, answer, findings);
  const refused = new Set(answer.errors.map(({ index }) => index));
  for (let index = 0; index < batch.count; index += 1) {
    if (refused.has(index)) ledger.refuse(batch.first + index, certain);
    else ledger.acknowledge(batch.first + index);
  }
}

function checkAnswer(batch: Batch, status: number, answer: BatchAnswer, findings: Findings): void {
  const { stored, duplicates, errors } = answer;
  const adds = stored + duplicates + errors.length === batch.count;
  findings.expect(adds, 'an answer does not add up', () => `${batch.count} sent, ${JSON.stringify(answer)}`);
  findings.expect((status === 207) === errors.length > 0, 'status 207 and errors do not agree');
  if (batch.wrong === undefined) return;
  const told = errors.some(({ index }) => index === batch.wrong);
  findings.expect(told, 'a record with an unknown key was not refused');
}

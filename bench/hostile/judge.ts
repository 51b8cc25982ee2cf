import type { BatchAnswer } from '@edgecart/protocol';
import type { Findings } from '../faults/findings.ts';
import { parseAnswer } from '../load/batch-answer.ts';
import type { Account } from './account.ts';
import type { Entry, HostileRequest } from './request.ts';
import type { Answer } from './response-reader.ts';

/** Compares answers with what should have been answered, and writes down what was acknowledged. */
export class Judge {
  readonly #account: Account;
  readonly #findings: Findings;
  /** How often each status was answered, by family. */
  readonly statuses = new Map<string, Map<number, number>>();

  constructor(account: Account, findings: Findings) {
    this.#account = account;
    this.#findings = findings;
  }

  judge(request: HostileRequest, answer: Answer): void {
    this.count(request.family, answer);
    const { expected } = request;
    if (expected.kind === 'any') return;
    const entries = expected.kind === 'refusal' ? [] : expected.entries;
    if (answer.status === 200 || answer.status === 207) {
      if (expected.kind === 'refusal') this.#tell('what is no batch was taken', request, answer);
      else this.#settle(request, entries, answer);
      return;
    }
    this.#account.refuse(entries);
    if (expected.kind === 'batch') this.#tell(`a batch was answered ${answer.status}`, request, answer);
  }

  /** Whatever was asked: no failure of the server, and no answer that tells of its inside. */
  count(family: string, answer: Answer): void {
    const statuses = this.statuses.get(family) ?? new Map<number, number>();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    this.statuses.set(family, statuses);
    const { status, body } = answer;
    this.#findings.expect(status < 500, `${family}: status ${status}`, () => body.slice(0, 300));
    const inside = /node_modules|\.ts:\d|\.js:\d|\bat \w+ \(/.test(body);
    this.#findings.expect(!inside, `${family}: an answer tells of the program`, () => body.slice(0, 300));
  }

  #settle(request: HostileRequest, entries: readonly Entry[], answer: Answer): void {
    const told = parseAnswer(answer.body);
    if (told === undefined) {
      this.#tell('an answer is none', request, answer);
      return;
    }
    const wrong = entries.flatMap((entry, index) => (entry.kind === 'wrong' ? [index] : []));
    const agrees = sameIndices(wrong, told) && told.stored + told.duplicates === entries.length - wrong.length;
    if (!agrees) this.#tell('other records were refused than should be', request, answer);
    const refused = new Set(told.errors.map(({ index }) => index));
    for (const [index, entry] of entries.entries())
      if (entry.kind === 'good' && !refused.has(index)) this.#account.acknowledge(entry.id);
  }

  #tell(kind: string, { family, bytes }: HostileRequest, { status, body }: Answer): void {
    this.#findings.add(
      `${family}: ${kind}`,
      `${status} ${body.slice(0, 200)} to ${bytes.toString('latin1', 0, 1_500)}`,
    );
  }
}

function sameIndices(wrong: readonly number[], { errors }: BatchAnswer): boolean {
  return wrong.length === errors.length && wrong.every((index, at) => errors[at]?.index === index);
}

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What is of interest in a job, as Flink's REST interface tells it. */
export interface JobState {
  state: string;
  /** Tasks that run, of all. */
  runningTasks: number;
  tasks: number;
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** Planning a job, which its start waits for, takes seconds, and minutes where much else runs. */
const answerMs = 600_000;

/** Flink's REST interface: https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/rest_api/ */
export class FlinkRest {
  readonly url: string;

  constructor(port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(answerMs), ...init });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Flink answered ${answer.status} to ${path}: ${text.slice(0, 4_000)}`);
    return object(text === '' ? {} : JSON.parse(text));
  }

  /** How many tasks the cluster can take; rejects while it does not answer. */
  async slots(): Promise<number> {
    return Number((await this.#ask('/overview'))['slots-total'] ?? 0);
  }

  /** Uploads the jar and starts its job; from a checkpoint, when one is named. Resolves with the job's id. */
  async run(jar: string, programArguments: readonly string[], checkpoint?: string): Promise<string> {
    const form = new FormData();
    form.set('jarfile', new Blob([readFileSync(jar)]), basename(jar));
    const { filename } = await this.#ask('/jars/upload', { method: 'POST', body: form });
    const { jobid } = await this.#ask(`/jars/${basename(String(filename))}/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        programArgsList: programArguments,
        ...(checkpoint === undefined ? {} : { savepointPath: checkpoint }),
      }),
    });
    return String(jobid);
  }

  async job(id: string): Promise<JobState> {
    const { state, vertices } = await this.#ask(`/jobs/${id}`);
    const all = Array.isArray(vertices) ? vertices.map(object) : [];
    const running = all.filter(({ status }) => status === 'RUNNING').length;
    return { state: String(state), runningTasks: running, tasks: all.length };
  }

  /** Why the job failed last, in short. */
  async failure(id: string): Promise<string> {
    const history = object((await this.#ask(`/jobs/${id}/exceptions`)).exceptionHistory);
    const [last] = Array.isArray(history.entries) ? history.entries.map(object) : [];
    return String(last?.stacktrace ?? 'no exception is known').slice(0, 4_000);
  }

  /** How many checkpoints of the job are whole. */
  async checkpoints(id: string): Promise<number> {
    return Number(object((await this.#ask(`/jobs/${id}/checkpoints`)).counts).completed ?? 0);
  }

  /** Resolves when every task of the job runs. Rejects when the job has ended, or with the newest failure at the end of patience. */
  async whenRunning(id: string, timeoutMs = 600_000): Promise<void> {
    for (const endMs = Date.now() + timeoutMs; Date.now() < endMs; await pause(250)) {
      const { state, runningTasks, tasks } = await this.job(id);
      if (state === 'RUNNING' && tasks > 0 && runningTasks === tasks) return;
      if (['FAILED', 'CANCELED', 'FINISHED'].includes(state))
        throw new Error(`Flink's job ended (${state}) instead of running: ${await this.failure(id)}`);
    }
    throw new Error(`Flink's job did not run within ${timeoutMs / 1_000} s: ${await this.failure(id)}`);
  }
}

import type { Notice, WorkerApi } from './contract.ts';

/**
 * The line between page and worker: calls by number with a time limit, and notices the other way. It stands in comlink's
 * place because the API is one flat object of async functions (docs/decisions/channel-instead-of-comlink.md).
 */
export interface Endpoint {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: Event) => void): void;
}

type CallName = keyof WorkerApi;
interface Call {
  call: number;
  name: CallName;
  argument: unknown;
}
type Answer = { answer: number; value: unknown } | { answer: number; error: string };

const messageOf = (event: Event): Partial<Call & Answer & Notice> => (event as MessageEvent).data ?? {};

/** Answers calls with the functions of `api`; a rejection crosses as its message. */
export function serve(api: WorkerApi, endpoint: Endpoint): void {
  endpoint.addEventListener('message', (event) => {
    const { call, name, argument } = messageOf(event);
    if (call === undefined || name === undefined) return;
    (api[name] as (argument: unknown) => Promise<unknown>)(argument).then(
      (value) => endpoint.postMessage({ answer: call, value }),
      (error) => endpoint.postMessage({ answer: call, error: String(error) }),
    );
  });
}

/** Calls a function on the other side. Rejects with its error, or when no answer has come within the limit. */
export type Caller = <Name extends CallName>(
  name: Name,
  argument: Parameters<WorkerApi[Name]>[0],
  limitMs?: number,
) => ReturnType<WorkerApi[Name]>;

/** A lost worker answers nothing and reports nothing: without a limit its callers would wait for ever. */
const defaultLimitMs = 10_000;

export function createCaller(endpoint: Endpoint, onNotice: (notice: Notice) => void): Caller {
  let calls = 0;
  const waiting = new Map<number, (settled: Answer) => void>();
  endpoint.addEventListener('message', (event) => {
    const message = messageOf(event);
    if ('edgecart' in message) onNotice(message as Notice);
    else if (message.answer !== undefined) waiting.get(message.answer)?.(message as Answer);
  });
  return ((name: CallName, argument: unknown, limitMs = defaultLimitMs) =>
    new Promise((resolve, reject) => {
      const call = ++calls;
      const done = (settled: Answer) => {
        clearTimeout(timer);
        waiting.delete(call);
        if ('error' in settled) reject(new Error(settled.error));
        else resolve(settled.value as never);
      };
      const timer = setTimeout(() => done({ answer: call, error: `${name}: no answer within ${limitMs} ms` }), limitMs);
      waiting.set(call, done);
      endpoint.postMessage({ call, name, argument } satisfies Call);
    })) as Caller;
}

import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createCaller, type Endpoint, serve } from './channel.ts';
import type { WorkerApi } from './contract.ts';

function line(api: Partial<WorkerApi>) {
  const { port1, port2 } = new MessageChannel();
  const notices: unknown[] = [];
  serve(api as WorkerApi, port1 as unknown as Endpoint);
  const call = createCaller(port2 as unknown as Endpoint, (notice) => notices.push(notice));
  return { call, notices, port1, close: () => port1.close() };
}

test('calls get the answers that are theirs, in whatever order they come', async () => {
  const resolvers = new Map<string, () => void>();
  const { call, close } = line({
    recommend: (request) => new Promise((resolve) => resolvers.set(String(request), () => resolve(request as never))),
  });
  const answers = Promise.all([call('recommend', 'a' as never), call('recommend', 'b' as never)]);
  await expect.poll(() => resolvers.size).toBe(2);
  resolvers.get('b')?.();
  resolvers.get('a')?.();
  expect(await answers).toEqual(['a', 'b']);
  close();
});

test('a rejection crosses with its message', async () => {
  const { call, close } = line({ ledger: () => Promise.reject(new Error('no ledger')) });
  await expect(call('ledger', undefined)).rejects.toThrow('no ledger');
  close();
});

test('a call that nobody answers rejects after its limit', async () => {
  const { call, close } = line({ insights: () => new Promise(() => {}) });
  await expect(call('insights', undefined, 20)).rejects.toThrow('insights: no answer within 20 ms');
  close();
});

test('notices pass beside the calls', async () => {
  const { notices, port1, close } = line({});
  port1.postMessage({ edgecart: 'changed' });
  await expect.poll(() => notices).toEqual([{ edgecart: 'changed' }]);
  close();
});

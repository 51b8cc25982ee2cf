// @ts-check
/** @typedef {import('@edgecart/insights').PublishedInsights} PublishedInsights */
/** @typedef {'connecting' | 'live' | 'lost' | 'key-needed'} ConnectionState */

const shortestPauseMs = 1_000;
const longestPauseMs = 15_000;

/**
 * Listens to the insights, and goes on listening. With `fetch` in place of `EventSource`: a key goes into a header, not
 * into an address that ends up in histories and logs.
 * @param {string | undefined} key
 * @param {(insights: any) => void} onInsights
 * @param {(state: ConnectionState) => void} onState
 * @returns {() => void} how to stop
 */
export function connect(key, onInsights, onState) {
  const abort = new AbortController();
  let pauseMs = shortestPauseMs;
  const listen = async () => {
    /** @type {Record<string, string>} */
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const response = await fetch('/v1/insights/live', { headers, signal: abort.signal });
    if (response.status === 401) {
      abort.abort();
      onState('key-needed');
      return;
    }
    if (!response.ok || response.body === null) throw new Error(`the answer is ${response.status}`);
    onState('live');
    pauseMs = shortestPauseMs;
    for await (const data of messages(response.body)) onInsights(JSON.parse(data));
  };
  const keepListening = async () => {
    while (!abort.signal.aborted) {
      await listen().catch(() => {});
      if (abort.signal.aborted) return;
      onState('lost');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  };
  void keepListening();
  return () => abort.abort();
}

/**
 * The data of server-sent events; ours are one line each.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<string>}
 */
async function* messages(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice('data: '.length);
  }
}

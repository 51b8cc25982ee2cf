/** Asks without cookies. Rejects when there is no answer, and when it is a refusal. */
export async function fetchOk(url: string, fetcher: typeof fetch, options: RequestInit = {}): Promise<Response> {
  const answer = await fetcher(url, { credentials: 'omit', ...options });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

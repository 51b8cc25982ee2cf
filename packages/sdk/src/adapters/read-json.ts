/** A JSON answer of the shop's own server, with the shopper's cookies, as the shop's page would ask. Rejects else. */
export async function readJson(url: string, fetcher: typeof fetch = fetch): Promise<unknown> {
  const answer = await fetcher(url, { credentials: 'same-origin', headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

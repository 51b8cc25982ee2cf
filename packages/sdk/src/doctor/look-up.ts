import type { CatalogueItem } from '../api.ts';
import { type Policy, parsePolicies } from './policy.ts';
import type { Finding } from './report.ts';

/** The policies that come with a file, and, for the page, those in its markup; `undefined` when nobody tells. */
export async function policiesOf(url: string, page?: Document): Promise<Policy[] | undefined> {
  try {
    const answer = await fetch(url, { method: 'HEAD', cache: 'no-store' });
    const header = answer.headers.get('content-security-policy') ?? '';
    const metas = page?.querySelectorAll<HTMLMetaElement>('meta[http-equiv="content-security-policy" i]') ?? [];
    return [header, ...[...metas].map((meta) => meta.content)].flatMap(parsePolicies);
  } catch {
    return undefined;
  }
}

async function json(url: string): Promise<unknown> {
  const answer = await fetch(url, { credentials: 'omit' });
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  return answer.json();
}

const unreachable = (check: string, url: string, error: unknown): Finding => ({
  check,
  state: 'wrong',
  says: `${url}: ${error instanceof Error ? error.message : error}`,
  todo: "see that it exists, that its server allows this shop's origin (CORS), and that the policy's connect-src has it",
});

export async function lookUpModel(folder: string): Promise<Finding | undefined> {
  const url = `${folder}/latest.json`;
  try {
    const answer = await fetch(url, { credentials: 'omit' });
    // What a collector says before the first training; an error would send a new shop looking for a mistake.
    if (answer.status === 404 && /"no-model"/.test(await answer.text()))
      return {
        check: 'model',
        state: 'note',
        says: `none is published yet at ${url}`,
        todo: 'train one when records or past orders are there; until then answers come from the catalogue and from what was looked at',
      };
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return undefined;
  } catch (error) {
    return unreachable('model', url, error);
  }
}

export async function lookUpCollector(collector: string): Promise<Finding> {
  const url = `${collector}/v1/records`;
  try {
    // No record, so nothing is stored; whatever it says to that, it is there.
    const answer = await fetch(url, { method: 'POST', body: '{"records":[]}', credentials: 'omit' });
    if (answer.status === 404 || answer.status >= 500) throw new Error(`it answered ${answer.status}`);
    return { check: 'collector', state: 'fine', says: `${collector} answers` };
  } catch (error) {
    return unreachable('collector', url, error);
  }
}

export async function lookUpCatalogue(url: string): Promise<Finding> {
  try {
    const { items } = (await json(url)) as { items?: unknown };
    if (!Array.isArray(items)) throw new Error('it has no list `items`');
    const products = items as Partial<CatalogueItem>[];
    const without = (field: keyof CatalogueItem) => products.filter((item) => item?.[field] === undefined).length;
    const lacking = (['item_id', 'item_name', 'price', 'item_category'] as const)
      .map((field) => [field, without(field)] as const)
      .filter(([, count]) => count > 0);
    const says = `${items.length} products`;
    if (items.length === 0 || without('item_id') > 0)
      return { check: 'catalogue', state: 'wrong', says, todo: 'give each product at least an item_id' };
    if (lacking.length === 0) return { check: 'catalogue', state: 'fine', says };
    const gaps = lacking.map(([field, count]) => `${count} without ${field}`).join(', ');
    return {
      check: 'catalogue',
      state: 'note',
      says: `${says}; ${gaps}`,
      todo: 'fill the gaps: reasons and bands need them',
    };
  } catch (error) {
    return unreachable('catalogue', url, error);
  }
}

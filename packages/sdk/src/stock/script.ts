import { followStock } from './follow-stock.ts';

type Call = (name: 'gone', ids: string[]) => void;
const page = window as unknown as { edgecart?: Call & { q?: unknown[][] } };

/** What is said before edgecart.js has loaded waits in its queue, as the shop's own calls do. */
function gone(ids: string[]): void {
  page.edgecart ??= (...call) => {
    const stub = page.edgecart;
    if (stub !== undefined) stub.q = [...(stub.q ?? []), call];
  };
  page.edgecart('gone', ids);
}

function start({ collector, everyMs }: DOMStringMap): void {
  if (collector === undefined) throw new Error('edgecart-stock.js needs data-collector, the base URL of the collector');
  followStock(
    { gone },
    {
      collector,
      ...(everyMs !== undefined && { everyMs: Number(everyMs) }),
      onChange: (ids) => document.dispatchEvent(new CustomEvent('edgecart-stock', { detail: { gone: ids } })),
    },
  );
}

try {
  start(document.currentScript?.dataset ?? {});
} catch (error) {
  // The shop's page never breaks; what is wrong with the tag is for its developer to read.
  console.warn(`[edgecart] ${error instanceof Error ? error.message : error}`);
}

type Say = (name: string, ids: string[]) => void;
const page = window as unknown as { edgecart?: Say & { q?: unknown[][] } };

/** Calls the global. What is said before edgecart.js has loaded waits in its queue, as the shop's own calls do. */
export function sayByTag(name: 'gone' | 'rising', ids: string[]): void {
  page.edgecart ??= (...call) => {
    const stub = page.edgecart;
    if (stub !== undefined) stub.q = [...(stub.q ?? []), call];
  };
  page.edgecart(name, ids);
}

/** The collector that a script tag names, and how often it wants to ask it. Throws what is wrong with the tag. */
export function tagOptions({ collector, everyMs }: DOMStringMap): { collector: string; everyMs?: number } {
  if (collector === undefined) throw new Error('this script tag needs data-collector, the base URL of the collector');
  return { collector, ...(everyMs !== undefined && { everyMs: Number(everyMs) }) };
}

/** Runs what a script tag is for. The shop's page never breaks; what is wrong is for its developer to read. */
export function runTag(start: (data: DOMStringMap) => void): void {
  const script = document.currentScript;
  try {
    start(script instanceof HTMLScriptElement ? script.dataset : {});
  } catch (error) {
    console.warn(`[edgecart] ${error instanceof Error ? error.message : error}`);
  }
}

import type { Diagnostic, Edgecart, Insights, LedgerEntry, Recommendations } from '../api.ts';

/** All that the inspector shows at one moment. */
export interface Sight {
  insights: Insights;
  ledger: readonly LedgerEntry[];
  /** The newest first. */
  diagnostics: readonly Diagnostic[];
  answer: Recommendations;
  nameOf(id: string): string;
}

/** Asks a client for everything; what it suggests meanwhile does not count as shown. */
export async function look(
  client: Edgecart,
  surface: string,
  diagnostics: readonly Diagnostic[],
  names: Map<string, string>,
): Promise<Sight> {
  const [insights, ledger, answer] = await Promise.all([
    client.insights(),
    client.ledger(),
    client.recommend({ surface, limit: 8, quiet: true }),
  ]);
  const known = [...insights.seen, ...insights.cart.lines, ...answer.items.flatMap(({ item }) => item ?? [])];
  for (const { item_id, item_name } of known) if (item_name !== undefined) names.set(item_id, item_name);
  return { insights, ledger, diagnostics, answer, nameOf: (id) => names.get(id) ?? id };
}

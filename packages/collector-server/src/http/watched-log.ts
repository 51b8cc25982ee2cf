import type { LogState } from '../log/segment-log.ts';

/** The log of a shop, as one worker writes it. */
export interface ShopLog {
  shop: string;
  log: { readonly state: LogState };
}

/** The state of the first log that does not take records, with the shop's name if there are more. */
export function worstState(logs: readonly ShopLog[]): LogState {
  for (const { shop, log } of logs) {
    if (log.state.kind === 'open') continue;
    return logs.length === 1 ? log.state : { ...log.state, reason: `${shop}: ${log.state.reason}` };
  }
  return { kind: 'open' };
}

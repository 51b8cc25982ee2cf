import type { LogState } from './log/segment-log.ts';

/** A log as those see it who only watch. */
export interface WatchedLog {
  readonly bytes: number;
  readonly segments: number;
  readonly state: LogState;
}

export interface ShopLog {
  shop: string;
  log: WatchedLog;
}

/** All logs as one: sums, and the state of the first that does not take records, with the shop's name if there are more. */
export function together(logs: readonly ShopLog[]): WatchedLog {
  const sum = (size: (log: WatchedLog) => number) => logs.reduce((total, { log }) => total + size(log), 0);
  return { bytes: sum(({ bytes }) => bytes), segments: sum(({ segments }) => segments), state: worstState(logs) };
}

function worstState(logs: readonly ShopLog[]): LogState {
  for (const { shop, log } of logs) {
    if (log.state.kind === 'open') continue;
    return logs.length === 1 ? log.state : { ...log.state, reason: `${shop}: ${log.state.reason}` };
  }
  return { kind: 'open' };
}

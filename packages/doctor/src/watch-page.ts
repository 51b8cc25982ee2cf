import type { Diagnostic, Edgecart } from '@edgecart/sdk';

/** What the page keeps for the doctor. */
export interface WatchedWindow {
  edgecartWatched?: { diagnostics: Diagnostic[] };
}

/**
 * Runs on the page before anything else: takes the script tag's client when it comes, and keeps what it diagnoses from
 * the first moment. Must not use anything outside of itself.
 */
export function watchPage(): void {
  type Global = ((call: 'onDiagnostic', listener: (diagnostic: Diagnostic) => void) => void) & { client?: Edgecart };
  const diagnostics: Diagnostic[] = [];
  (window as WatchedWindow).edgecartWatched = { diagnostics };
  let value: Global | undefined;
  Object.defineProperty(window, 'edgecart', {
    configurable: true,
    get: () => value,
    set: (given: Global) => {
      value = given;
      if (given?.client !== undefined) given('onDiagnostic', (diagnostic) => diagnostics.push(diagnostic));
    },
  });
}

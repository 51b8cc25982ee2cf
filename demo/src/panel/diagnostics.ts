import type { Diagnostic } from '@edgecart/sdk';

const newestFirst: Diagnostic[] = [];

/** Keeps what the SDK tells developers on this page; a diagnostic that repeats is told by the SDK itself. */
export function keepDiagnostic(diagnostic: Diagnostic): void {
  newestFirst.unshift(diagnostic);
  newestFirst.length = Math.min(newestFirst.length, 30);
}

export const diagnostics = (): readonly Diagnostic[] => newestFirst;

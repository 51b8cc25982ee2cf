/** What can keep a collector from starting. `port-busy` is the one worth another try with another port. */
export type CollectorErrorCode = 'bad-option' | 'port-busy' | 'cannot-listen' | 'data-unwritable' | 'log-in-use';

/** Thrown by `startCollector` and `SegmentLog.open`; the message says what was wrong, where, and what to do. */
export class CollectorError extends Error {
  readonly code: CollectorErrorCode;

  constructor(code: CollectorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CollectorError';
    this.code = code;
  }
}

/** The operating system's code of an error (`ENOSPC`), or its message where it has none. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return systemCode(error) ?? error.message;
}

/** The operating system's code of an error (`ENOENT`), if it has one. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** For a folder in which the log can't be written. */
export function unwritable(folder: string, error: unknown): CollectorError {
  const reason = systemReason(error);
  const message = `${folder}: the log can't be written here (${reason}). Choose a writable folder with --data.`;
  return new CollectorError('data-unwritable', message, { cause: error });
}

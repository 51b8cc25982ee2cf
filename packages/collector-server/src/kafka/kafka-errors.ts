/**
 * The errors by which a broker refuses a record for itself, however often it is sent
 * (https://kafka.apache.org/protocol#protocol_error_codes). Every other error is about the cluster, or about this
 * collector's rights, and may be gone the next time.
 */
const refusals = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_TIMESTAMP', 'INVALID_RECORD']);

/** Kafka's name of the error by which it refuses records for themselves, if this error is one. */
export function refusalOf(error: unknown): string | undefined {
  for (const leaf of leaves(error)) {
    const name = property(leaf, 'apiId');
    if (name !== undefined && refusals.has(name)) return name;
  }
  return undefined;
}

/** What went wrong, in one line: Kafka's name of the error, or the system's (`ECONNREFUSED`), or the client's words. */
export function kafkaReason(error: unknown): string {
  const said = leaves(error).map(
    (leaf) => property(leaf, 'apiId') ?? systemName(leaf) ?? (leaf instanceof Error ? leaf.message : String(leaf)),
  );
  return [...new Set(said)].join(', ').replaceAll(/\s+/g, ' ').slice(0, 300);
}

/** The client wraps errors in errors; what is innermost says most. */
function leaves(error: unknown): unknown[] {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.flatMap(leaves);
  if (error instanceof Error && error.cause instanceof Error) return leaves(error.cause);
  return [error];
}

function systemName(error: unknown): string | undefined {
  const code = property(error, 'code');
  return code !== undefined && /^E[A-Z]+$/.test(code) ? code : undefined;
}

function property(error: unknown, key: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

/** What a piece of work answers; nothing where the browser refuses it (storage in private windows, a full quota). */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

import type { AdapterOptions } from './target.ts';

export interface Report {
  tell(where: string, reason: string): void;
  /** Runs work whose failure must not reach the shop's page; answers with its result, or `undefined`. */
  safely<T>(where: string, work: () => T): T | undefined;
  /** The same for work that takes time; never rejects. */
  safelyLater(where: string, work: () => Promise<void>): Promise<void>;
}

/** A page that repeats itself would repeat its mistakes; so many different ones are told. */
const mistakesTold = 100;

export function createReport(adapter: string, { onMistake }: AdapterOptions): Report {
  const told = new Set<string>();
  function tell(where: string, reason: string): void {
    const key = `${where.replace(/\d+/g, '#')} ${reason}`;
    if (told.has(key) || told.size >= mistakesTold) return;
    told.add(key);
    try {
      onMistake?.({ adapter, where, reason });
    } catch {
      // A listener that throws is the shop's own, and still must not break its page.
    }
  }
  return {
    tell,
    safely(where, work) {
      try {
        return work();
      } catch (error) {
        tell(where, `could not be read: ${error}`);
        return undefined;
      }
    },
    async safelyLater(where, work) {
      try {
        await work();
      } catch (error) {
        tell(where, `could not be read: ${error}`);
      }
    },
  };
}

/** A browser that Playwright cannot drive, with one page. */
export interface DrivenBrowser {
  /** As it calls itself. */
  version: string;
  /** Resolves when the page has loaded. */
  open(url: string): Promise<void>;
  /** Runs an async function on the page, which must not use anything outside of itself, and answers with its result. */
  run<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

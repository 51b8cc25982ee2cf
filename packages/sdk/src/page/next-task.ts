/** Resolves in a task of its own: whatever waits for the page's thread goes first. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

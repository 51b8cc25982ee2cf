import type { Stop } from './target.ts';

/**
 * Calls back when the page has had an answer to a request whose URL matches. The browser's own list of what was loaded
 * tells it (https://www.w3.org/TR/resource-timing/), so that neither `fetch` nor `XMLHttpRequest` of the shop is replaced.
 */
export function watchRequests(pattern: RegExp, onAnswer: (url: string) => void): Stop {
  try {
    const observer = new PerformanceObserver((list) => {
      for (const { name } of list.getEntries()) if (pattern.test(name)) onAnswer(name);
    });
    observer.observe({ type: 'resource' });
    return () => observer.disconnect();
  } catch {
    // A browser without the list: the cart is stated with each page only.
    return () => {};
  }
}

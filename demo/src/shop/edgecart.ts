import type {
  Consent,
  Diagnostic,
  Edgecart,
  Item,
  Recommendations,
  RecommendRequest,
  ShopperEvent,
} from '@edgecart/sdk';

/** What may be called through the global, also before edgecart.js has loaded: the stub in the page's head queues it. */
interface Calls {
  track: [event: ShopperEvent];
  'cart.set': [items: Item[]];
  consent: [choice: Partial<Consent>];
  onRecommendations: [request: RecommendRequest, listener: (answer: Recommendations) => void];
  onDiagnostic: [listener: (diagnostic: Diagnostic) => void];
  ready: [listener: (client: Edgecart) => void];
}

declare global {
  interface Window {
    edgecart?: <Name extends keyof Calls>(name: Name, ...values: Calls[Name]) => void;
  }
}

/** A page without the script tag (the replay) has no global: nothing is told there. */
export function edgecart<Name extends keyof Calls>(name: Name, ...values: Calls[Name]): void {
  window.edgecart?.(name, ...values);
}

/** Set by the script tag's `onerror`, which can fire before any module of ours has run. */
export const scriptFailed = () => document.documentElement.dataset.edgecart === 'failed';
export const scriptFailedEvent = 'edgecart-failed';

import type { Consent } from '../api.ts';
import type { ConsentSource } from './consent-source.ts';
import { whenThere } from './when-there.ts';

interface CustomerPrivacy {
  preferencesProcessingAllowed?: () => boolean;
  analyticsProcessingAllowed?: () => boolean;
}
interface Shopify {
  customerPrivacy?: CustomerPrivacy;
  loadFeatures?: (features: { name: string; version: string }[], done: (error?: unknown) => void) => void;
}

/** Keeping and remembering is what Shopify calls preferences, sending what it calls analytics. */
const fromShopify = (preferences: unknown, analytics: unknown): Consent => ({
  store: preferences === true,
  remember: preferences === true,
  send: analytics === true,
});

/**
 * Follows Shopify's customer privacy API (https://shopify.dev/docs/api/customer-privacy) in a theme. What the shop's
 * settings allow without a choice in the shopper's region counts as allowed there.
 */
export function shopifyPrivacy(): ConsentSource {
  return (tell) => {
    const listening = new AbortController();
    const { signal } = listening;
    const read = (api: CustomerPrivacy) => {
      if (!signal.aborted) tell(fromShopify(api.preferencesProcessingAllowed?.(), api.analyticsProcessingAllowed?.()));
    };
    document.addEventListener(
      'visitorConsentCollected',
      (event) => {
        const { detail } = event as CustomEvent<{ preferencesAllowed?: boolean; analyticsAllowed?: boolean } | null>;
        tell(fromShopify(detail?.preferencesAllowed, detail?.analyticsAllowed));
      },
      { signal },
    );
    const stopLooking = whenThere(findShopify, (shopify) => {
      if (shopify.customerPrivacy) return read(shopify.customerPrivacy);
      shopify.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], (error) => {
        if (!error && shopify.customerPrivacy) read(shopify.customerPrivacy);
      });
    });
    return () => {
      stopLooking();
      listening.abort();
    };
  };
}

function findShopify(): Shopify | undefined {
  const { Shopify: shopify } = window as unknown as { Shopify?: Shopify };
  return shopify?.customerPrivacy || shopify?.loadFeatures ? shopify : undefined;
}

import type { Consent } from '../api.ts';
import type { ConsentSource } from './consent-source.ts';
import { followConsent } from './follow-consent.ts';
import { googleConsentMode } from './google-consent-mode.ts';
import { type IabTcfOptions, iabTcf } from './iab-tcf.ts';
import { shopifyPrivacy } from './shopify-privacy.ts';

type Call = (name: 'consent', choice: Partial<Consent>) => void;
const page = window as unknown as { edgecart?: Call & { q?: unknown[][] } };

/** What is said before edgecart.js has loaded waits in its queue, as the shop's own calls do. */
function consent(choice: Partial<Consent>): void {
  page.edgecart ??= (...call) => {
    const stub = page.edgecart;
    if (stub !== undefined) stub.q = [...(stub.q ?? []), call];
  };
  page.edgecart('consent', choice);
}

function tcfOptions({ tcfVendor, outsideGdpr }: DOMStringMap): IabTcfOptions {
  return {
    ...(tcfVendor !== undefined && { vendor: Number(tcfVendor) }),
    ...(outsideGdpr === 'granted' && { outsideGdpr }),
  };
}

function start(data: DOMStringMap): void {
  const known: Record<string, () => ConsentSource> = {
    google: () => googleConsentMode(data.dataLayer === undefined ? {} : { dataLayer: data.dataLayer }),
    tcf: () => iabTcf(tcfOptions(data)),
    shopify: shopifyPrivacy,
  };
  const names = (data.follow ?? '').split(/\s+/).filter((name) => name !== '');
  const sources = names.flatMap((name) => (Object.hasOwn(known, name) ? (known[name]?.() ?? []) : []));
  if (sources.length === 0 || sources.length < names.length)
    throw new Error(
      `data-follow of edgecart-consent.js is "${data.follow ?? ''}"; name one or more of ${Object.keys(known).join(', ')}`,
    );
  followConsent({ consent }, sources);
}

try {
  start(document.currentScript?.dataset ?? {});
} catch (error) {
  // The shop's page never breaks; what is wrong with the tag is for its developer to read.
  console.warn(`[edgecart] ${error instanceof Error ? error.message : error}`);
}

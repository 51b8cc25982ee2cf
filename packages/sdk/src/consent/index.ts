export type { ConsentSource } from './consent-source.ts';
export { followConsent } from './follow-consent.ts';
export { type GoogleConsentOptions, googleConsentMode } from './google-consent-mode.ts';
export { type IabTcfOptions, iabTcf } from './iab-tcf.ts';
export { shopifyPrivacy } from './shopify-privacy.ts';

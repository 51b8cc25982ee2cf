import type { Consent } from '../api.ts';

/**
 * Where a shopper's choice comes from. It is started once, tells all three switches now and after each change, and
 * answers with how to stop it. It never throws, whatever it finds on the page.
 */
export type ConsentSource = (tell: (granted: Consent) => void) => () => void;

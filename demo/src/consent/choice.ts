import type { Consent } from '@edgecart/sdk';
import { readStored, removeStored, writeStored } from '../shop/storage.ts';

const key = 'orchard-lane.consent';

export const nothingAllowed: Consent = { store: false, remember: false, send: false };

/** What the shopper chose, or undefined as long as they have not. */
export function storedChoice(): Consent | undefined {
  const stored = readStored(key) as Partial<Consent> | null;
  if (typeof stored !== 'object' || stored === null) return undefined;
  return { store: stored.store === true, remember: stored.remember === true, send: stored.send === true };
}

export const storeChoice = (choice: Consent) => writeStored(key, choice);
export const forgetChoice = () => removeStored(key);

/** Whether the browser itself says no to sending: Global Privacy Control, or the older Do Not Track. */
export function browserDeclines(): boolean {
  const signals = navigator as { globalPrivacyControl?: boolean; doNotTrack?: string | null };
  return signals.globalPrivacyControl === true || signals.doNotTrack === '1';
}

import type { Consent } from '../api.ts';
import { attempt } from './attempt.ts';

const storageKey = 'edgecart.consent';
/** Where the part for experiments keeps this device's draw: it goes with the consent that it was kept by. */
const drawKey = 'edgecart.draw';
export const allOff: Consent = { store: false, remember: false, send: false };

/** Global Privacy Control (https://w3c.github.io/gpc/) or Do Not Track: then nothing is sent, whatever was agreed. */
function sendingRefused(nav: Navigator = navigator): boolean {
  const { globalPrivacyControl, doNotTrack } = nav as Navigator & { globalPrivacyControl?: boolean };
  return globalPrivacyControl === true || doNotTrack === '1' || doNotTrack === 'yes';
}

export interface ConsentSwitches {
  current(): Consent;
  change(choice: Partial<Consent>): Consent;
  /** Takes over what another tab has stored, and answers whether that is something else than this one knew. */
  changedElsewhere(): boolean;
}

/** The three switches. They are remembered only once `store` is on: before that nothing may be stored, not even this. */
export function createConsentSwitches(
  memoryOnly = false,
  storage: () => Storage = () => localStorage,
): ConsentSwitches {
  let state = { ...allOff };
  /** What this tab last wrote or read. A browser that refuses to keep it is no other tab that took it back. */
  let known: string | null = null;
  const guarded = <T>(work: () => T): T | undefined => (memoryOnly ? undefined : attempt(work));
  const apply = (choice: unknown) => {
    if (typeof choice !== 'object' || choice === null) return;
    for (const key of ['store', 'remember', 'send'] as const) {
      const value = (choice as Partial<Consent>)[key];
      if (typeof value === 'boolean') state[key] = value;
    }
  };
  // Remembering across visits needs the store; sending is refused by the browser's own signal.
  const current = (): Consent => ({
    store: state.store && !memoryOnly,
    remember: state.store && state.remember && !memoryOnly,
    send: state.send && !sendingRefused(),
  });
  const changedElsewhere = () => {
    const text = guarded(() => storage().getItem(storageKey)) ?? null;
    if (text === known) return false;
    known = text;
    state = { ...allOff };
    guarded(() => apply(JSON.parse(text ?? '0')));
    if (!state.store) state = { ...allOff };
    return true;
  };
  changedElsewhere();

  return {
    current,
    changedElsewhere,
    change(choice) {
      apply(choice);
      guarded(() => {
        const text = state.store ? JSON.stringify(state) : null;
        if (text === null) for (const key of [storageKey, drawKey]) storage().removeItem(key);
        // Shops say it on each page, and on slow phones writing takes longer than reading.
        else if (storage().getItem(storageKey) !== text) storage().setItem(storageKey, text);
        known = text;
      });
      return current();
    },
  };
}

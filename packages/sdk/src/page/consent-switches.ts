import type { Consent } from '../api.ts';
import { attempt } from './attempt.ts';

const storageKey = 'edgecart.consent';
const allOff: Consent = { store: false, remember: false, send: false };

/** Global Privacy Control (https://w3c.github.io/gpc/) or Do Not Track: then nothing is sent, whatever was agreed. */
function sendingRefused(nav: Navigator = navigator): boolean {
  const { globalPrivacyControl, doNotTrack } = nav as Navigator & { globalPrivacyControl?: boolean };
  return globalPrivacyControl === true || doNotTrack === '1' || doNotTrack === 'yes';
}

export interface ConsentSwitches {
  current(): Consent;
  change(choice: Partial<Consent>): Consent;
  reset(): Consent;
}

/** The three switches. They are remembered only once `store` is on: before that nothing may be stored, not even this. */
export function createConsentSwitches(
  memoryOnly = false,
  storage: () => Storage = () => localStorage,
): ConsentSwitches {
  let state = { ...allOff };
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

  apply(guarded(() => JSON.parse(storage().getItem(storageKey) ?? 'null')));
  if (!state.store) state = { ...allOff };

  return {
    current,
    change(choice) {
      apply(choice);
      guarded(() => {
        const text = JSON.stringify(state);
        if (!state.store) storage().removeItem(storageKey);
        // Shops say it on each page, and on slow phones writing takes longer than reading.
        else if (storage().getItem(storageKey) !== text) storage().setItem(storageKey, text);
      });
      return current();
    },
    reset() {
      state = { ...allOff };
      guarded(() => storage().removeItem(storageKey));
      return current();
    },
  };
}

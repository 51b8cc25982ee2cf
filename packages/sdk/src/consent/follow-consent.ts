import type { Consent, Edgecart } from '../api.ts';
import type { ConsentSource } from './consent-source.ts';

const switches = ['store', 'remember', 'send'] as const;

/**
 * What may be said by now: a switch is off as soon as one source denies it, and on once every source has granted it. What
 * is not decided yet is left as it is, for a source that is still loading has not taken anything back.
 *
 * @param told what each source said last; `undefined` for one that has not spoken
 */
export function combineConsent(told: readonly (Consent | undefined)[]): Partial<Consent> {
  const choice: Partial<Consent> = {};
  for (const name of switches) {
    if (told.some((granted) => granted?.[name] === false)) choice[name] = false;
    else if (told.length > 0 && told.every((granted) => granted?.[name])) choice[name] = true;
  }
  return choice;
}

/**
 * Sets the three switches by what the page's consent tools say, now and after each change. With several sources all of
 * them must agree. Returns how to stop; the switches then stay as they are.
 */
export function followConsent(edgecart: Pick<Edgecart, 'consent'>, sources: readonly ConsentSource[]): () => void {
  const told: (Consent | undefined)[] = sources.map(() => undefined);
  let said = '';
  const stops = sources.map((start, place) =>
    start((granted) => {
      told[place] = granted;
      const choice = combineConsent(told);
      const text = JSON.stringify(choice);
      if (text === said || text === '{}') return;
      said = text;
      edgecart.consent(choice);
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Consent } from '../api.ts';
import type { ConsentSource } from './consent-source.ts';
import { combineConsent, followConsent } from './follow-consent.ts';
import { consentFromTcf } from './iab-tcf.ts';

const granted: Consent = { store: true, remember: true, send: true };
const denied: Consent = { store: false, remember: false, send: false };

/** A source that says what the test wants said. */
function spoken(): { source: ConsentSource; say: (consent: Consent) => void; stopped: () => boolean } {
  let tell: ((consent: Consent) => void) | undefined;
  let ended = false;
  const source: ConsentSource = (listener) => {
    tell = listener;
    return () => {
      ended = true;
    };
  };
  return { source, say: (consent) => tell?.(consent), stopped: () => ended };
}

test('a switch is on only when every source has granted it, and off as soon as one denies it', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.option(fc.record({ store: fc.boolean(), remember: fc.boolean(), send: fc.boolean() }), { nil: undefined }),
      ),
      (told) => {
        const choice = combineConsent(told);
        for (const name of ['store', 'remember', 'send'] as const) {
          if (choice[name]) expect(told.every((said) => said?.[name])).toBe(true);
          expect(choice[name] === false).toBe(told.some((said) => said?.[name] === false));
        }
      },
    ),
  ));

test('without a source nothing is ever granted', () => {
  expect(combineConsent([])).toEqual({});
});

test('a source that is still loading takes nothing back, and what is said twice is told once', () => {
  const said: Partial<Consent>[] = [];
  const [one, two] = [spoken(), spoken()];
  const stop = followConsent({ consent: (choice) => said.push(choice) }, [one.source, two.source]);
  one.say({ ...granted, send: false });
  expect(said).toEqual([{ send: false }]);
  two.say(granted);
  two.say(granted);
  expect(said).toEqual([{ send: false }, { store: true, remember: true, send: false }]);
  two.say(denied);
  expect(said.at(-1)).toEqual(denied);
  stop();
  expect([one.stopped(), two.stopped()]).toEqual([true, true]);
});

test('purposes of the framework: all that a switch needs, by consent and not by legitimate interest', () => {
  const data = (consents: number[], more: object = {}) => ({
    eventStatus: 'tcloaded',
    gdprApplies: true,
    purpose: {
      consents: Object.fromEntries(consents.map((number) => [number, true])),
      legitimateInterests: { 1: true, 5: true, 6: true, 8: true, 10: true },
    },
    ...more,
  });
  expect(consentFromTcf(data([]))).toEqual(denied);
  expect(consentFromTcf(data([1]))).toEqual({ ...denied, store: true });
  expect(consentFromTcf(data([1, 5, 6]))).toEqual({ store: true, remember: true, send: false });
  expect(consentFromTcf(data([5, 6, 8, 10]))).toEqual(denied);
  expect(consentFromTcf(data([1, 8, 10]))).toEqual({ store: true, remember: false, send: true });
  expect(consentFromTcf(data([1, 5, 6, 8, 10]), { vendor: 7 })).toEqual(denied);
  expect(consentFromTcf(data([1, 5, 6, 8, 10], { vendor: { consents: { 7: true } } }), { vendor: 7 })).toEqual(granted);
  expect(consentFromTcf(data([1], { eventStatus: 'cmpuishown' }))).toBeUndefined();
  expect(consentFromTcf(data([], { gdprApplies: false }))).toEqual(denied);
  expect(consentFromTcf(data([], { gdprApplies: false }), { outsideGdpr: 'granted' })).toEqual(granted);
});

test('whatever a consent tool says, nothing is granted that is not true in its purposes', () =>
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (said) => {
      const hostile = { eventStatus: 'tcloaded', purpose: { consents: said }, vendor: said };
      const answer = consentFromTcf(hostile);
      const flags = (said ?? {}) as Record<number, unknown>;
      expect(answer?.store).toBe(flags[1] === true);
      expect(consentFromTcf(said) ?? denied).toEqual(denied);
    }),
  ));

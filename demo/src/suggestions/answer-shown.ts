import type { Recommendations } from '@edgecart/sdk';

/** Fired on `window` with the answer that a slot, or the replay, has just shown. */
export const answerShownEvent = 'suggestions-shown';

export function tellAnswerShown(answer: Recommendations): void {
  dispatchEvent(new CustomEvent<Recommendations>(answerShownEvent, { detail: answer }));
}

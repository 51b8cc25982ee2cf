import type { Recommendation } from '../api.ts';

/** What the last page would have answered, for the next page's first moments. */
export interface KeptAnswers {
  /** The visit that `items` were for. */
  visit: string;
  model: string;
  items: Recommendation[];
  /** For a shopper of whom nothing is known. */
  popular: Recommendation[];
}

/** So many are kept, for what lies in the cart by then must not be shown. */
export const answersKept = 40;

import type { RecommendationSource } from '@edgecart/sdk';

/** Where a suggestion came from, in a shopper's words. */
export const sourceWords: Readonly<Record<RecommendationSource, string>> = {
  model: 'fits your visit',
  'item-graph': 'bought together',
  'same-category': 'same aisle',
  trending: 'popular now',
  'catalogue-order': 'best seller',
};

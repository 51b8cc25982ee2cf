import type { DetailedHTMLProps, HTMLAttributes } from 'react';

export { EdgecartProvider, type EdgecartProviderProps, useEdgecart } from './context.ts';
export { Recommendations, type RecommendationsProps } from './recommendations.ts';
export { useCart } from './use-cart.ts';
export { type LiveRecommendations, useRecommendations } from './use-recommendations.ts';

/** The web component of `@edgecart/sdk/widgets`, in JSX. */
export interface WidgetAttributes extends HTMLAttributes<HTMLElement> {
  surface?: string;
  limit?: number;
  exclude?: string;
  heading?: string;
  'heading-level'?: number;
  layout?: 'row' | 'grid';
  currency?: string;
  'product-url'?: string;
  'add-button'?: boolean;
}

export type WidgetProps = DetailedHTMLProps<WidgetAttributes, HTMLElement>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'edgecart-recommendations': WidgetProps;
    }
  }
}

import { useEffect, useState } from 'react';
import type { SurfaceAnswer, SurfaceRequest } from '../surfaces/index.ts';
import { useShared } from './context.ts';

export interface LiveRecommendations extends SurfaceAnswer {
  /** There was no answer yet: on a server, and in the first moments of a page. */
  pending: boolean;
}

/** Suggestions for a place on the page, live: they follow the cart and the visit. */
export function useRecommendations({ surface, limit, exclude }: SurfaceRequest): LiveRecommendations {
  const { surfaces } = useShared();
  const [answer, setAnswer] = useState<SurfaceAnswer>();
  // A list written in the component is another one each time, whatever it holds.
  const excluded = JSON.stringify(exclude ?? []);
  useEffect(() => {
    const request: SurfaceRequest = { surface, exclude: JSON.parse(excluded), ...(limit !== undefined && { limit }) };
    return surfaces.watch(request, setAnswer);
  }, [surfaces, surface, limit, excluded]);
  if (answer?.surface === surface) return { ...answer, pending: false };
  return { surface, items: [], model: 'none', tookMs: 0, pending: true };
}

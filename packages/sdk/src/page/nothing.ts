import type { Consent, Insights, Recommendations } from '../api.ts';

/** The answers of a client that knows nothing: on a server, or when the browser refused every way to run. */
export const noRecommendations = (surface = 'home'): Recommendations => ({
  surface,
  items: [],
  model: 'none',
  tookMs: 0,
});

export const noInsights = (consent: Consent): Insights => ({
  cart: { lines: [], quantity: 0, value: 0 },
  session: { startedMs: 0, events: 0, views: 0, adds: 0, removes: 0, machineLike: false },
  intent: 0,
  hesitation: 0,
  affinity: [],
  seen: [],
  persona: null,
  model: null,
  cleaning: [],
  timings: {},
  runtime: { place: 'page', store: 'memory', unsent: 0, waitingPaths: 0 },
  consent,
});

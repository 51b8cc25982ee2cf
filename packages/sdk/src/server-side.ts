import type { Edgecart } from './api.ts';
import { noInsights, noRecommendations } from './page/nothing.ts';

const nothing = async () => {};

/** What `createEdgecart` answers where there is no browser: the same shape, and nothing happens. */
export const serverSide: Edgecart = {
  track() {},
  cart: { set() {} },
  recommend: async (request) => noRecommendations(request?.surface),
  onRecommendations: () => () => {},
  gone() {},
  rising() {},
  shown() {},
  insights: async () => noInsights({ store: false, remember: false, send: false }),
  consent() {},
  ledger: async () => [],
  forget: nothing,
  close: nothing,
};

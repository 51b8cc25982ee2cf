import type { AnonymousRecord, CatalogueItem, Item, ShopperEvent } from '@edgecart/protocol';

export type { AnonymousRecord, CatalogueItem, Item, ShopperEvent };

/** How to reach the parts, and what a shop may change. Everything is optional: with nothing it recommends nothing. */
export interface EdgecartOptions {
  /** Base URL of the collector; records go to `<collector>/v1/records`. Without it nothing is ever sent. */
  collector?: string;
  /** Folder of the model: `<model>/latest.json` is looked up there. */
  model?: string;
  /** The shop's public catalogue: the URL of a `catalogue.json`, or the items themselves. */
  catalogue?: string | CatalogueItem[];
  /** How to get the worker. Default: beside the script (script tag), inline (npm); `none` works on the page thread. */
  worker?: 'auto' | 'none' | (() => Worker);
  /** URL of `edgecart-worker.js` on the page's own origin, for pages whose CSP refuses inline workers. */
  workerUrl?: string;
  /** URL of `edgecart-encoder.js`, the part with TensorFlow.js that is loaded when the browser is idle. */
  encoderUrl?: string;
  /** Milliseconds after which `recommend` answers with what it has. Default 150. */
  timeLimitMs?: number;
  /** Milliseconds between two looks at `latest.json`. Default 600,000. */
  modelCheckMs?: number;
  delivery?: {
    /** Records per batch. Default 20. */
    batchRecords?: number;
    /** Longest wait for a batch to fill, in milliseconds. Default 30,000. */
    intervalMs?: number;
    /** Upper bound of the random delay before a path leaves, in milliseconds. Default 600,000. */
    pathDelayMs?: number;
  };
  /** Never touch this device's storage, nor what another client keeps there: for a second client beside the shop's own. */
  memoryOnly?: boolean;
  onDiagnostic?: (diagnostic: Diagnostic) => void;
  /** Also print diagnostics to the console. */
  debug?: boolean;
}

/** Something that a shop's developer should know; never thrown. */
export interface Diagnostic {
  /** Stable and greppable, such as `event-rejected` or `worker-unavailable`. */
  code: string;
  /** What was wrong, where, and what to do. */
  message: string;
  timeMs: number;
}

export interface Consent {
  /** Keep events, profile and unsent records on this device (IndexedDB, sessionStorage). */
  store: boolean;
  /** Let what was learned in one visit count in the next. */
  remember: boolean;
  /** Send anonymous records. Stays off under Global Privacy Control and Do Not Track. */
  send: boolean;
}

/** Where a suggestion came from: the first step of the ladder that had an answer. */
export type RecommendationSource = 'model' | 'item-graph' | 'same-category' | 'trending' | 'catalogue-order';

export interface RecommendRequest {
  /** Where the suggestions are shown: `home`, `product`, `cart`, or a name of the shop's own. Default `home`. */
  surface?: string;
  /** At most so many items. Default 10, at most 100. */
  limit?: number;
  /** So many of the newest interactions count: 1 for what goes with the last product, 0 for what is popular. Default all. */
  newest?: number;
  /** These are only candidates; `shown` tells which of them are really shown. */
  quiet?: boolean;
  /**
   * Of an experiment: 1 to 7, told in the records of what this page suggests from now on. `@edgecart/sdk/experiments` draws it.
   */
  arm?: number;
}

export interface Recommendation {
  item_id: string;
  /** From the catalogue, where it is known. */
  item?: CatalogueItem;
  /** Comparable within one answer only. */
  score: number;
  /**
   * Of the model's: what the score is the sum of. Likeness to the session, what is often taken with it, popularity, and what
   * this device has learned of its shopper.
   */
  parts?: { likeness: number; graph: number; popularity: number; shopper: number };
  source: RecommendationSource;
  /** `because` names the item in the session that spoke loudest for it; `text` is English, for people. */
  reason: {
    text: string;
    because?: string;
    /** Name of that item, and what the shopper did with it, for a text in another language. */
    name?: string;
    did?: 'added' | 'bought' | 'looked at';
  };
}

export interface Recommendations {
  surface: string;
  items: Recommendation[];
  /** Version of the model that was asked, or `none`. */
  model: string;
  /** How long the answer took in the worker, in milliseconds. */
  tookMs: number;
}

export interface Insights {
  cart: {
    lines: { item_id: string; item_name?: string; price?: number; quantity: number }[];
    quantity: number;
    value: number;
  };
  session: { startedMs: number; events: number; views: number; adds: number; removes: number; machineLike: boolean };
  /** Chance of a purchase in this visit, 0 to 1, by a plain rule. */
  intent: number;
  /** Share of adds that were taken back, 0 to 1. */
  hesitation: number;
  /** What the session was about, the newest first, with what the catalogue knows of it; an item may come again. */
  seen: (Pick<CatalogueItem, 'item_id'> & Partial<CatalogueItem>)[];
  /** Shares of the session's attention by category, largest first; they sum to 1. */
  affinity: { category: string; share: number }[];
  /** `null` until the model's encoder is there and something is known of the shopper. */
  persona: { name: string; categories: string[] } | null;
  model: { version: string; encoder: boolean; items: number } | null;
  /** The newest first: what cleaning did with each event. */
  cleaning: { timeMs: number; event: string; outcome: 'accepted' | 'mended' | 'rejected'; reasons: string[] }[];
  /** Milliseconds of the newest steps, in the worker. */
  timings: {
    /** From captured to stored: clean, analyse, anonymise, store. */
    take?: number;
    recommend?: number;
  };
  /** Where it runs, where it keeps its state, and the records that wait. */
  runtime: { place: 'worker' | 'page'; store: 'memory' | 'indexeddb'; unsent: number; waitingPaths: number };
  consent: Consent;
}

/** One record that left, with the moment and the bytes. */
export interface LedgerEntry {
  sentMs: number;
  record: AnonymousRecord;
  /** Exactly what went over the wire for this record. */
  json: string;
}

export interface Edgecart {
  /** Tells what the shopper did. Never throws; a wrong event is rejected with a diagnostic and costs nothing else. */
  track(event: ShopperEvent): void;
  cart: {
    /** States the whole cart; the events that led there are derived. */
    set(items: Item[]): void;
  };
  /** Suggestions for a place on the page. Never rejects; past the time limit it answers with what it has. */
  recommend(request?: RecommendRequest): Promise<Recommendations>;
  /** Calls the listener now and whenever cart, session or model change the answer. Returns how to stop. */
  onRecommendations(request: RecommendRequest, listener: (answer: Recommendations) => void): () => void;
  insights(): Promise<Insights>;
  /** Changes the switches that are named and leaves the others. All start off. */
  consent(choice: Partial<Consent>): void;
  /** Every record that left this device, byte for byte. */
  ledger(): Promise<LedgerEntry[]>;
  /** Tells which items can't be bought now, whatever the catalogue says: all of them, each time. They are not suggested. */
  gone(ids: string[]): void;
  /** Tells what trends now, the most first: all of it, each time. It goes before what the model knows to be popular. */
  rising(ids: string[]): void;
  /** Tells which items of a `quiet` request are shown, in their order, so that what is done with them counts as ours. */
  shown(ids: string[]): void;
  /** Wipes everything on the device; the switches go back to off. */
  forget(): Promise<void>;
  /** Stops the worker and lets go of the page. */
  close(): Promise<void>;
}

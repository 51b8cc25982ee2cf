import type {
  CatalogueItem,
  Consent,
  Diagnostic,
  Insights,
  Item,
  LedgerEntry,
  Recommendations,
  RecommendRequest,
  ShopperEvent,
} from './api.ts';

/** What the page captured, in the order of capture. */
export interface JournalEntry {
  /** Of the page that captured it, and which of its entries this is, from 1: tells a replayed entry from a new one. */
  page: string;
  number: number;
  timeMs: number;
  /** Whether pointer, key or touch were used on this page before. */
  humanSeen: boolean;
  /** Whether `send` was on at that moment; the worker may take the entry later, when that has changed. */
  agreed: boolean;
  /** As JSON: to write it takes the page's thread a third of the time of a copy. Journals of older pages hold copies. */
  said: { event: ShopperEvent | string } | { cart: Item[] | string };
}

/** What the shop's servers see and the catalogue and the model can't know. */
export interface LiveSignals {
  /** These can't be bought now, whatever the catalogue says, and are not suggested. */
  gone?: string[];
  /** These trend now, the most first. */
  rising?: string[];
}

/** All that the worker needs to know; every URL is absolute, because a blob worker has no base. */
export interface WorkerConfig {
  collector: string | undefined;
  model: string | undefined;
  catalogue: string | CatalogueItem[] | undefined;
  place: 'worker' | 'page';
  memoryOnly: boolean;
  /** Whether the page is not seen. */
  hidden: boolean;
  timeLimitMs: number;
  modelCheckMs: number;
  delivery: { batchRecords: number; intervalMs: number; pathDelayMs: number };
  consent: Consent;
}

/** What the worker's thread offers to the page's thread: one flat object of functions with at most one argument. */
export interface WorkerApi {
  /** Resolves once entries can be taken; catalogue and model come later. */
  start(config: WorkerConfig): Promise<void>;
  /** Resolves when the entries are safe in the worker's store. */
  accept(entries: JournalEntry[]): Promise<true>;
  /** `hurry`: from what is there at once, however little, for the first answer on a page. */
  recommend(request: RecommendRequest & { surface: string; hurry?: boolean }): Promise<Recommendations>;
  /** What holds from now on; what is not named stays as it was. */
  live(said: LiveSignals): Promise<void>;
  /** Notes which items a page has really shown, in their order. */
  shown(ids: string[]): Promise<void>;
  insights(): Promise<Insights>;
  consent(consent: Consent): Promise<void>;
  ledger(): Promise<LedgerEntry[]>;
  forget(): Promise<void>;
  close(): Promise<void>;
  /** Loads the part with TensorFlow.js from an absolute URL. */
  loadEncoder(url: string): Promise<void>;
  /** The page is hidden, or not; or the browser is back online: what was given up or put off is tried again. */
  awake(hidden: boolean): Promise<void>;
}

/** What the worker tells the page unasked. */
export type Notice =
  | { edgecart: 'started' }
  | { edgecart: 'changed' }
  | { edgecart: 'diagnostic'; diagnostic: Diagnostic }
  /** The counts that have not been acknowledged, as JSON, oldest first: what the page beacons when it is hidden. */
  | { edgecart: 'unsent'; records: string[] };

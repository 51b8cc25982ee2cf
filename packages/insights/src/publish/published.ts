import type { EventName } from '@edgecart/protocol';
import { type AnalysisRules, type DropReason, dropReasons } from '@edgecart/protocol/analysis';
import { trends } from '../cells/trending.ts';
import { hourText } from '../records/hours.ts';
import type { State } from '../state/state.ts';
import { type Alert, alerts } from './alerts.ts';
import { atLeast } from './at-least.ts';
import type { KnownItem, Persona } from './catalogue.ts';
import { type ClickThrough, clickThrough } from './click-through.ts';
import { type FunnelSeries, funnelSeries } from './funnel-series.ts';
import {
  type CartDemand,
  cartDemand,
  type MissedDemand,
  missedDemand,
  type Wavering,
  wavering,
} from './item-demand.ts';
import { countOf, itemTotals, type TypeCounts } from './item-totals.ts';
import { boughtPairs, followPairs, type Pair } from './pairs.ts';
import { type Elasticity, type PriceBand, priceResponse } from './price-response.ts';

/** What is told of the pipeline itself: sums over all shoppers, without a threshold. */
interface PipelineHealth {
  /** Records that were counted since the state began. */
  clean: number;
  dropped: Record<DropReason, number>;
  /** Bytes, or for Kafka messages, that are there and not read yet; `null` when nobody knows. */
  lag: number | null;
  lagUnit: 'bytes' | 'messages';
  source: 'log' | 'kafka';
  /** What is wrong now, for people; empty when nothing is. */
  troubles: string[];
  stateBytes: number;
  /** Records counted in each of the last 60 minutes, the running one last, by when they were read. */
  perMinute: number[];
  checkpointMs: number | null;
}

/** `GET /v1/insights`. Every figure rests on at least k records; what rests on fewer is `null` or missing. */
export interface PublishedInsights {
  /** When it was made, in milliseconds since 1970. */
  madeMs: number;
  /** The newest complete hour. */
  hour: string;
  k: number;
  funnel: FunnelSeries;
  /** Of the last 24 complete hours and the running one. */
  totals: Record<'views' | 'adds' | 'purchases', number | null>;
  trending: { halfLifeHours: number; items: { item: string; score: number }[] }[];
  cartDemand: CartDemand[];
  wavering: Wavering[];
  missedDemand: MissedDemand[];
  prices: { bands: PriceBand[]; elastic: Elasticity[] };
  follows: Pair[];
  together: Pair[];
  clickThrough: { models: ClickThrough[]; slots: ClickThrough[] };
  categories: { category: string; views: number; adds: number | null }[];
  personas: { name: string; categories: readonly string[]; views: number | null }[];
  alerts: Alert[];
  /** Names of the products that are mentioned. */
  names: Record<string, string>;
  health: PipelineHealth;
}

export interface PublishInput {
  state: State;
  rules: AnalysisRules;
  nowMs: number;
  known: (item: string) => KnownItem | undefined;
  personas: readonly Persona[];
  health: Omit<PipelineHealth, 'dropped'>;
}

const hourMs = 3_600_000;
/** Of each list. */
const most = 20;
const seriesHours = 48;
const pairDays = 7;

/** Puts together what may be told. */
export function publish({ state, rules, nowMs, known, personas, health }: PublishInput): PublishedInsights {
  const { k } = rules;
  const running = Math.floor(nowMs / hourMs);
  const complete = running - 1;
  const today = Math.floor(running / 24);
  const totals = itemTotals(state, running - 24, running);
  const sumOf = (type: EventName) => [...totals.values()].reduce((sum, counts) => sum + countOf(counts, type), 0);
  const told = {
    trending: rules.trending.halfLifeHours.map((halfLifeHours) => ({
      halfLifeHours,
      // Live, the running hour counts as well: who watches sees it move.
      items: [...trends(state, rules, halfLifeHours, running)]
        .filter(([, { records }]) => records >= k)
        .sort((a, b) => b[1].value - a[1].value || a[0] - b[0])
        .slice(0, most)
        .map(([item, { value }]) => ({ item: state.items.textOf(item), score: value / rules.trending.scale })),
    })),
    cartDemand: cartDemand(state, k, totals, running - 24, running, most),
    wavering: wavering(state, k, totals, most),
    missedDemand: missedDemand(state, k, totals, known, most),
    prices: priceResponse(state, k, today - pairDays, today, most),
    follows: followPairs(state, k, today - pairDays, today, most),
    together: boughtPairs(state, k, today - pairDays, today, most),
    alerts: alerts(state, k, complete, totals, most),
  };
  const { categories, personas: ofPersonas } = byCategory(state, k, totals, known, personas);
  return {
    madeMs: nowMs,
    hour: hourText(complete),
    k,
    funnel: funnelSeries(state, k, running - seriesHours + 1, running),
    totals: {
      views: atLeast(k, sumOf('view_item')),
      adds: atLeast(k, sumOf('add_to_cart')),
      purchases: atLeast(k, sumOf('purchase')),
    },
    ...told,
    clickThrough: clickThrough(state, k),
    categories,
    personas: ofPersonas,
    names: namesIn(told, known),
    health: { ...health, dropped: droppedIn(state) },
  };
}

function byCategory(
  state: State,
  k: number,
  totals: ReadonlyMap<number, TypeCounts>,
  known: PublishInput['known'],
  personas: readonly Persona[],
) {
  const sums = new Map<string, { views: number; adds: number }>();
  for (const [item, counts] of totals) {
    const category = known(state.items.textOf(item))?.category;
    if (category === undefined) continue;
    const before = sums.get(category) ?? { views: 0, adds: 0 };
    before.views += countOf(counts, 'view_item');
    before.adds += countOf(counts, 'add_to_cart');
    sums.set(category, before);
  }
  return {
    categories: [...sums]
      .filter(([, { views }]) => views >= k)
      .sort((a, b) => b[1].views - a[1].views)
      .slice(0, most)
      .map(([category, { views, adds }]) => ({ category, views, adds: atLeast(k, adds) })),
    personas: personas.map(({ name, categories }) => ({
      name,
      categories,
      views: atLeast(
        k,
        categories.reduce((sum, category) => sum + (sums.get(category)?.views ?? 0), 0),
      ),
    })),
  };
}

function droppedIn(state: State): Record<DropReason, number> {
  const sums = Object.fromEntries(dropReasons.map((reason) => [reason, 0])) as Record<DropReason, number>;
  for (const { kind, cells } of state.shards.values()) {
    if (kind !== 'dropped') continue;
    for (const [number, count] of cells) {
      const reason = dropReasons[number];
      if (reason !== undefined) sums[reason] += count;
    }
  }
  return sums;
}

/** Of every `item` and `other` that is mentioned anywhere in there. */
function namesIn(told: unknown, known: PublishInput['known']): Record<string, string> {
  const names: Record<string, string> = {};
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && (key === 'item' || key === 'other')) {
        const name = known(inner)?.name;
        if (name !== undefined) names[inner] = name;
      } else look(inner);
    }
  };
  look(told);
  return names;
}

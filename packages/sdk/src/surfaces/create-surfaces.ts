import type { Edgecart, Insights, Recommendations } from '../api.ts';
import { fillSurface } from './fill-surface.ts';
import { joinRules, type Rules, type SurfaceItem } from './rules.ts';
import { type SurfaceStrategy, strategies } from './strategies.ts';

export interface SurfacesOptions {
  /** Hold on every surface. */
  rules?: Rules;
  /** Per surface, in place of the usual strategy or for surfaces of the shop's own; its rules come on top of `rules`. */
  surfaces?: Readonly<Record<string, SurfaceStrategy>>;
}

export interface SurfaceRequest {
  surface: string;
  /** At most so many items. Default 6, at most 50. */
  limit?: number;
  /** Ids that this place must not show, such as the product that its page is about. */
  exclude?: readonly string[];
}

export interface SurfaceAnswer {
  surface: string;
  items: SurfaceItem[];
  /** Version of the model that was asked, or `none`. */
  model: string;
  /** How long the worker took, in milliseconds. */
  tookMs: number;
}

/** Suggestions by surface, arranged by the shop's rules. */
export interface Surfaces {
  /** Never rejects; what it answers counts as shown. */
  ask(request: SurfaceRequest): Promise<SurfaceAnswer>;
  /** The same, live. Answers with how to stop it. */
  watch(request: SurfaceRequest, listener: (answer: SurfaceAnswer) => void): () => void;
}

/** What is left of more candidates than these is seldom better than an empty place. */
const candidatesMost = 100;
const candidatesLeast = 30;
const limitMost = 50;

/** Surfaces on top of a client: its suggestions, and what the device remembers, by strategy and rules. */
export function createSurfaces(edgecart: Edgecart, options: SurfacesOptions = {}): Surfaces {
  const strategyOf = (surface: string): SurfaceStrategy =>
    own(options.surfaces, surface) ?? own(strategies, surface) ?? {};

  function plan({ surface, limit = 6, exclude = [] }: SurfaceRequest) {
    const most = Math.min(limitMost, Math.max(1, Math.trunc(limit) || 1));
    const strategy = strategyOf(surface);
    const rules = joinRules(options.rules ?? {}, { exclude });
    const pins = (rules.pin?.length ?? 0) + (strategy.pin?.length ?? 0) > 0;
    return {
      most,
      strategy,
      rules,
      // Suggestions never lie in the cart; pins and what was seen may.
      asksInsights: pins || strategy.seen !== undefined || strategy.complements === true,
      request: {
        surface,
        limit: Math.min(candidatesMost, Math.max(candidatesLeast, 5 * most)),
        quiet: true,
        ...(strategy.newest !== undefined && { newest: strategy.newest }),
      },
    };
  }

  async function fill(planned: ReturnType<typeof plan>, answer: Recommendations): Promise<SurfaceAnswer> {
    const insights: Insights | undefined = planned.asksInsights ? await edgecart.insights() : undefined;
    const items = fillSurface(planned.strategy, planned.rules, planned.most, {
      suggestions: answer.items,
      seen: insights?.seen ?? [],
      inCart: new Set(insights?.cart.lines.map(({ item_id }) => item_id)),
    });
    return { surface: answer.surface, items, model: answer.model, tookMs: answer.tookMs };
  }

  /** Only what was suggested counts as ours; others leave their place empty. */
  const noteShown = ({ items }: SurfaceAnswer) =>
    edgecart.shown(items.map(({ item_id, source }) => (source === 'pinned' || source === 'seen' ? '' : item_id)));

  return {
    async ask(request) {
      const planned = plan(request);
      const answer = await fill(planned, await edgecart.recommend(planned.request));
      noteShown(answer);
      return answer;
    },
    watch(request, listener) {
      const planned = plan(request);
      let newest = 0;
      let shown = '';
      const stop = edgecart.onRecommendations(planned.request, async (given) => {
        const mine = ++newest;
        const answer = await fill(planned, given);
        if (mine !== newest) return;
        const fingerprint = JSON.stringify([
          answer.model,
          answer.items.map(({ item_id, source, reason }) => [item_id, source, reason.text]),
        ]);
        if (fingerprint === shown) return;
        shown = fingerprint;
        noteShown(answer);
        listener(answer);
      });
      return () => {
        newest = Number.POSITIVE_INFINITY;
        stop();
      };
    },
  };
}

const own = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

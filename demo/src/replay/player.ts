import type { Edgecart, Recommendations } from '@edgecart/sdk';
import type { Basket } from './baskets.ts';
import type { Pace } from './pace.ts';
import { listLength, type Step, scoreStep, type Tally, tally } from './score.ts';

type Mode = 'opening' | 'guessing' | 'revealed' | 'finished' | 'running-many' | 'failed';

export interface ReplayState {
  mode: Mode;
  basket: Basket;
  /** How many products of the basket lie in the cart. */
  inCart: number;
  answer: Recommendations | undefined;
  /** Scored so far in this basket, the newest last. */
  steps: readonly Step[];
  /** By the basket's id, the newest last. */
  results: ReadonlyMap<number, Tally>;
  many: { done: number; total: number } | undefined;
}

interface Surroundings {
  baskets: readonly Basket[];
  /** Product ids, best-selling first. */
  bestFirst: readonly string[];
  pace: Pace;
  open(): Promise<Edgecart>;
  opened(client: Edgecart): void;
  show(state: ReplayState): void;
}

export interface Player {
  /** Starts a basket over, or another one; what ran before is given up. */
  start(basket: Basket): void;
  /** Plays so many baskets, from this one on, as fast as they go. */
  runMany(first: Basket, count: number): void;
  stop(): void;
}

async function suggest(client: Edgecart, basket: Basket, inCart: number): Promise<Recommendations> {
  client.cart.set(basket.items.slice(0, inCart).map((item_id) => ({ item_id, quantity: 1 })));
  return client.recommend({ surface: 'cart', limit: listLength });
}

export function createPlayer({ baskets, bestFirst, pace, open, opened, show }: Surroundings): Player {
  let run = 0;
  const results = new Map<number, Tally>();
  /** Ends the wait of baskets that are finished but still shown. */
  const leave = new Set<() => void>();
  const idle: Pick<ReplayState, 'answer' | 'steps' | 'many' | 'inCart'> = {
    answer: undefined,
    steps: [],
    many: undefined,
    inCart: 0,
  };
  const score = (basket: Basket, inCart: number, answer: Recommendations) =>
    scoreStep(
      basket.items,
      inCart,
      answer.items.map(({ item_id }) => item_id),
      bestFirst,
    );
  const keep = (basket: Basket, steps: readonly Step[]) => {
    results.delete(basket.id);
    results.set(basket.id, tally(steps));
  };

  /** Plays one basket at the watcher's pace: the suggestions first, then what the shopper really took. */
  async function play(basket: Basket, mine: number): Promise<void> {
    show({ ...idle, mode: 'opening', basket, results });
    const client = await open();
    opened(client);
    const steps: Step[] = [];
    for (let inCart = 1; inCart < basket.items.length && mine === run; inCart++) {
      const answer = await suggest(client, basket, inCart);
      if (mine !== run) break;
      show({ ...idle, mode: 'guessing', basket, results, inCart, answer, steps: [...steps] });
      await pace.next();
      if (mine !== run) break;
      steps.push(score(basket, inCart, answer));
      const last = inCart === basket.items.length - 1;
      if (last) keep(basket, steps);
      show({ ...idle, mode: last ? 'finished' : 'revealed', basket, results, inCart, answer, steps: [...steps] });
      if (!last) await pace.next();
    }
    // The finished basket stays open for the inspector until the next one starts.
    if (mine === run) await new Promise<void>((resolve) => leave.add(resolve));
    await client.close();
  }
  async function playMany(first: number, count: number, mine: number): Promise<void> {
    const chosen = Array.from({ length: count }, (_, at) => baskets[(first + at) % baskets.length]);
    let upcoming = open();
    for (const [done, basket] of chosen.entries()) {
      const client = await upcoming;
      if (mine === run && done + 1 < count) upcoming = open();
      const steps: Step[] = [];
      let answer: Recommendations | undefined;
      if (basket && mine === run) {
        opened(client);
        for (let inCart = 1; inCart < basket.items.length && mine === run; inCart++) {
          answer = await suggest(client, basket, inCart);
          steps.push(score(basket, inCart, answer));
        }
      }
      await client.close();
      if (!basket || mine !== run) break;
      keep(basket, steps);
      const many = { done: done + 1, total: count };
      const inCart = basket.items.length - 1;
      show({ mode: many.done === count ? 'finished' : 'running-many', basket, results, inCart, answer, steps, many });
    }
    if (mine !== run) await (await upcoming).close();
  }

  const begin = (basket: Basket, work: (mine: number) => Promise<void>) => {
    const mine = ++run;
    pace.step();
    for (const resolve of leave) resolve();
    leave.clear();
    work(mine).catch((error: unknown) => {
      console.error(error);
      if (mine === run) show({ ...idle, mode: 'failed', basket, results });
    });
  };

  return {
    start: (basket) => begin(basket, (mine) => play(basket, mine)),
    runMany(first, count) {
      show({ ...idle, mode: 'running-many', basket: first, results, many: { done: 0, total: count } });
      begin(first, (mine) => playMany(baskets.indexOf(first), count, mine));
    },
    stop() {
      run++;
      pace.step();
    },
  };
}

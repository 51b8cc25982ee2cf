import type { EventName } from '@edgecart/protocol';
import type { Basket, Household, Shop } from './shop.ts';

/** One thing that a shopper does. */
interface Act {
  timeMs: number;
  name: EventName;
  items: string[];
}

/** A visit; `order` is there if it ends with one. */
export interface Visit {
  acts: Act[];
  order?: Basket;
}

/**
 * The stated model of what the data lacks: what shoppers looked at beside what they bought. Rates are per visit. Two
 * visits without an order for each with one are little cover for a shopper: shops know twenty and more, and more cover
 * makes each attack harder.
 */
const shoppingModel = {
  browsingVisitsPerOrder: 2,
  /** Chance that an item is looked at before it is put into the cart. */
  viewBeforeAdd: 0.5,
  /** Items looked at and not bought: in a visit with an order, and in one without. */
  comparedViews: 4,
  browsedViews: 6,
  /** Where those come from: the category of something in the basket (or of a usual purchase), what the household has bought before; the rest by popularity. */
  sameCategory: 0.5,
  ownHistory: 0.3,
  /** Chance of a visit in which something is put into the cart and taken out again. */
  regret: 0.25,
  /** Chance that a visit without an order leaves something in the cart. */
  abandonedCart: 0.35,
  secondsBetweenActs: 15,
};

type Random = () => number;
type Draw = () => string;

const visitGapMs = 32 * 60_000;
const dayMs = 86_400_000;

/** What a category's and the whole shop's items are drawn by: how often they were bought. */
export function drawsOf(
  { households, catalogue }: Shop,
  random: Random,
): { any: Draw; ofCategoryOf: (item: string) => string } {
  const sold: string[] = households.flatMap(({ baskets }) => baskets.flatMap(({ items }) => items));
  const byCategory = Map.groupBy(sold, (item) => catalogue.get(item)?.item_category);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  return {
    any: () => one(sold),
    ofCategoryOf: (item) => one(byCategory.get(catalogue.get(item)?.item_category) ?? sold),
  };
}

/** The visits of a household between two times, in order: those that its orders show, and those drawn around them. */
export function visitsOf(
  { baskets }: Household,
  period: { fromMs: number; toMs: number },
  draws: ReturnType<typeof drawsOf>,
  hoursOfDayMs: readonly number[],
  random: Random,
): Visit[] {
  const inPeriod = baskets.filter(({ minute }) => minute * 60_000 >= period.fromMs && minute * 60_000 < period.toMs);
  const bought = baskets.flatMap(({ items }) => items);
  if (bought.length === 0) return [];
  const usual = () => bought[Math.floor(random() * bought.length)] ?? '';
  const draw = (theme: readonly string[]): string => {
    const kind = random();
    if (kind < shoppingModel.sameCategory)
      return draws.ofCategoryOf(theme[Math.floor(random() * theme.length)] ?? usual());
    return kind < shoppingModel.sameCategory + shoppingModel.ownHistory ? usual() : draws.any();
  };
  const visits = inPeriod.map((order) => ordering(order, draw, random));
  const days = Math.round((period.toMs - period.fromMs) / dayMs);
  for (let left = poisson(inPeriod.length * shoppingModel.browsingVisitsPerOrder, random); left > 0; left--) {
    const timeOfDay = hoursOfDayMs[Math.floor(random() * hoursOfDayMs.length)] ?? 0;
    const startMs = period.fromMs + Math.floor(random() * days) * dayMs + timeOfDay;
    visits.push(browsing(startMs, [usual(), usual()], draw, random));
  }
  visits.sort((a, b) => startOf(a) - startOf(b));
  // A person is in one visit at a time; what an order fixes stays.
  return visits.filter((visit, at) => {
    if (visit.order) return true;
    const [before, next] = [visits[at - 1], visits[at + 1]];
    return (
      (!before || startOf(visit) - endOf(before) > visitGapMs) && (!next || startOf(next) - endOf(visit) > visitGapMs)
    );
  });
}

const startOf = ({ acts }: Visit): number => acts[0]?.timeMs ?? 0;
const endOf = ({ acts }: Visit): number => acts.at(-1)?.timeMs ?? 0;

type Plan = Omit<Act, 'timeMs'>;

function ordering(order: Basket, draw: (theme: readonly string[]) => string, random: Random): Visit {
  const plan: Plan[] = [];
  for (const item of order.items) {
    if (random() < shoppingModel.viewBeforeAdd) plan.push({ name: 'view_item', items: [item] });
    plan.push({ name: 'add_to_cart', items: [item] });
  }
  const others = [...aside(shoppingModel.comparedViews, order.items, draw, random)];
  for (const acts of others) plan.splice(Math.floor(random() * (plan.length + 1)), 0, ...acts);
  plan.push({ name: 'begin_checkout', items: order.items }, { name: 'purchase', items: order.items });
  return { acts: timed(plan, { endMs: order.minute * 60_000 }, random), order };
}

function browsing(startMs: number, theme: string[], draw: (theme: readonly string[]) => string, random: Random): Visit {
  const plan: Plan[] = [...aside(shoppingModel.browsedViews, theme, draw, random)].flat();
  const seen = [...new Set(plan.flatMap(({ items }) => items))];
  if (random() < shoppingModel.abandonedCart)
    for (const item of seen.slice(0, 1 + Math.floor(random() * 3))) plan.push({ name: 'add_to_cart', items: [item] });
  return { acts: timed(plan, { startMs }, random) };
}

/** What was looked at, or taken and put back, and not bought. */
function* aside(
  mean: number,
  theme: readonly string[],
  draw: (theme: readonly string[]) => string,
  random: Random,
): Generator<Plan[]> {
  const bought = new Set(theme);
  const others = Array.from({ length: 1 + poisson(mean - 1, random) }, () => draw(theme)).filter(
    (item) => !bought.has(item),
  );
  for (const item of others) yield [{ name: 'view_item', items: [item] }];
  const [first] = others;
  if (first !== undefined && random() < shoppingModel.regret) {
    yield [
      { name: 'add_to_cart', items: [first] },
      { name: 'remove_from_cart', items: [first] },
    ];
  }
}

function timed(plan: readonly Plan[], end: { startMs: number } | { endMs: number }, random: Random): Act[] {
  let timeMs = 0;
  const acts = plan.map((each) => {
    timeMs += Math.ceil(500 - Math.log(1 - random()) * shoppingModel.secondsBetweenActs * 1_000);
    return { ...each, timeMs };
  });
  const shiftMs = 'startMs' in end ? end.startMs : end.endMs - timeMs;
  for (const act of acts) act.timeMs += shiftMs;
  return acts;
}

/** How often something happens that happens `mean` times on average (Knuth's way). */
function poisson(mean: number, random: Random): number {
  if (mean > 30) return poisson(mean / 2, random) + poisson(mean / 2, random);
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count++;
  return count;
}

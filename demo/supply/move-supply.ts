/** What the dashboard shows of `forecast.json` and `inventory.json`, as the committed ones of the demo have it. */
export interface DemoSupply {
  forecast: { method: string; shop: { hours: { hour: string; expected: number; low: number; high: number }[] } };
  inventory: { made_at: string; signals: { made_at: string; reorder: { by_day: string } | null }[] };
}

/** Stands where a forecast says how it was made: by this one it is known again. */
export const movedMethod =
  'the committed forecast of the demo, as if it were of today; npm run forecast makes a real one';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * A forecast and an inventory that were made for some days, as if they had been made now: the hours, each at its time of the day,
 * from this hour on; days of orders as far away as they were.
 */
export function moveSupply({ forecast, inventory }: DemoSupply, nowMs: number): DemoSupply {
  const { hours } = forecast.shop;
  const firstMs = Date.parse(`${hours[0]?.hour}:00:00Z`);
  const startMs = Math.floor(nowMs / hourMs) * hourMs;
  // Whole days, of which there is at least one, so that the hours go round.
  const turn = (((startMs - firstMs) / hourMs) % hours.length) + hours.length;
  const told = hours.map(({ hour: _, ...rest }, ahead) => ({
    ...(hours[(turn + ahead) % hours.length] ?? rest),
    hour: new Date(startMs + ahead * hourMs).toISOString().slice(0, 13),
  }));
  const madeDay = Math.floor(Date.parse(inventory.made_at) / dayMs);
  const today = Math.floor(nowMs / dayMs);
  const made_at = new Date(startMs).toISOString().replace('.000', '');
  const moved = (day: string) =>
    new Date((Date.parse(day) / dayMs - madeDay + today) * dayMs).toISOString().slice(0, 10);
  return {
    forecast: { ...forecast, method: movedMethod, shop: { hours: told } },
    inventory: {
      ...inventory,
      made_at,
      signals: inventory.signals.map((signal) => ({
        ...signal,
        made_at,
        reorder: signal.reorder && { ...signal.reorder, by_day: moved(signal.reorder.by_day) },
      })),
    },
  };
}

import { type Static, Type } from 'typebox';

const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
const Pieces = Type.Integer({ minimum: 0 });

/**
 * What is said of one item's stock, in the topic `<prefix>.inventory-signals` (key: the item) and in `inventory.json`. Made
 * by trainer/src/edgecart_trainer/inventory.py from a forecast and the shop's stock file.
 */
export const InventorySignal = Type.Object(
  {
    kind: Type.Literal('inventory-signal'),
    item: Type.String({ minLength: 1 }),
    /** From the catalogue, or empty. */
    name: Type.String(),
    /** UTC. */
    made_at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
    /** `out`: nothing on hand; `at-risk`: it may run out in the lead time more often than the service level allows. */
    state: Type.Enum(['out', 'at-risk', 'ok']),
    on_hand: Pieces,
    incoming: Pieces,
    lead_time_days: Type.Number({ exclusiveMinimum: 0, maximum: 365 }),
    service_level: Type.Number({ minimum: 0.5, maximum: 0.999 }),
    /** Pieces, in the lead time: expected, and what demand stays under as often as the service level says. */
    expected_demand: Type.Number({ minimum: 0 }),
    demand_high: Pieces,
    /** Chance that more is wanted in the lead time than is on hand and on its way. */
    stock_out_risk: Type.Number({ minimum: 0, maximum: 1 }),
    /** How long what is on hand should last; `null` for over a year. */
    days_of_cover: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
    /** What to order, and the last day to do it on; `null` while nothing need be ordered within two weeks. */
    reorder: Type.Union([
      Type.Object({ quantity: Type.Integer({ minimum: 1 }), by_day: Day }, { additionalProperties: false }),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
);
export type InventorySignal = Static<typeof InventorySignal>;

/** What a shard's cells count; its time is an hour, a day, or 0 for all time. */
export const shardKinds = [
  'item-hour',
  'cart-demand',
  'price-band',
  'follows',
  'follows-paths',
  'together',
  'shown',
  'dropped',
] as const;
export type ShardKind = (typeof shardKinds)[number];

/** Which kinds are kept by the hour; `shown` is for all time, the others are kept by the day. */
export const hourly: ReadonlySet<ShardKind> = new Set(['item-hour', 'cart-demand']);

/** The cells of one kind and time: numbers under numbers. A shard is what is written down as a whole when it changed. */
export class Shard {
  readonly kind: ShardKind;
  readonly time: number;
  readonly cells: Map<number, number>;
  changed = false;

  constructor(kind: ShardKind, time: number, cells: Map<number, number> = new Map()) {
    this.kind = kind;
    this.time = time;
    this.cells = cells;
  }

  add(key: number, amount: number): void {
    this.cells.set(key, (this.cells.get(key) ?? 0) + amount);
    this.changed = true;
  }
}

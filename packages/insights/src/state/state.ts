import { IdSet } from './id-set.ts';
import { Names } from './names.ts';
import { hourly, Shard, type ShardKind } from './shard.ts';

/** All that the analysis remembers. Plain data: `checkpoint.ts` writes it down, `open-state.ts` reads it. */
export class State {
  readonly items: Names;
  readonly models: Names;
  readonly shards = new Map<string, Shard>();
  /** Ids of the records seen, by the day of their event time. */
  readonly seen = new Map<number, IdSet>();
  /** The last one of each kind that was asked for: it nearly always is the next one too. */
  readonly #last = new Map<ShardKind, Shard>();

  constructor(items: Names = new Names(), models: Names = new Names()) {
    this.items = items;
    this.models = models;
  }

  shard(kind: ShardKind, time: number): Shard {
    const last = this.#last.get(kind);
    if (last?.time === time) return last;
    const name = shardName(kind, time);
    let shard = this.shards.get(name);
    if (!shard) {
      shard = new Shard(kind, time);
      this.shards.set(name, shard);
    }
    this.#last.set(kind, shard);
    return shard;
  }

  find(kind: ShardKind, time: number): Shard | undefined {
    return this.shards.get(shardName(kind, time));
  }

  seenOn(day: number): IdSet {
    let ids = this.seen.get(day);
    if (!ids) {
      ids = new IdSet();
      this.seen.set(day, ids);
    }
    return ids;
  }

  /** Forgets cells of before an hour and ids of before a day. */
  forgetBefore(hour: number, idsDay: number): void {
    for (const [name, { kind, time }] of this.shards) {
      if (kind === 'shown') continue;
      if (time < (hourly.has(kind) ? hour : Math.floor(hour / 24))) this.shards.delete(name);
    }
    for (const day of this.seen.keys()) if (day < idsDay) this.seen.delete(day);
    this.#last.clear();
  }
}

export const shardName = (kind: ShardKind, time: number): string => `${kind}-${time}`;

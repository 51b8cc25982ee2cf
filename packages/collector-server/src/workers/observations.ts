import type { RefusalClass } from '@edgecart/protocol';
import type { IntakeObserver, StoredRecords } from '../intake/intake.ts';
import { maxShownRecords } from '../live/live-feed.ts';
import type { Observed } from './messages.ts';

/** Gathers what became of records, so that not every request costs a message between threads. */
export class Observations implements IntakeObserver {
  #observed = nothing();
  #changed = false;

  stored({ counts, paths, newest }: StoredRecords): void {
    this.#changed = true;
    this.#observed.counts += counts;
    this.#observed.paths += paths;
    const room = maxShownRecords - this.#observed.newest.length;
    if (room > 0) this.#observed.newest.push(...newest(room));
  }

  duplicates(count: number): void {
    this.#changed = true;
    this.#observed.duplicates += count;
  }

  refused(refusalClass: RefusalClass): void {
    this.#changed = true;
    this.#observed.refused[refusalClass] = (this.#observed.refused[refusalClass] ?? 0) + 1;
  }

  /** What there was since the last time, if anything. */
  take(): Observed | undefined {
    if (!this.#changed) return undefined;
    const observed = this.#observed;
    this.#observed = nothing();
    this.#changed = false;
    return observed;
  }
}

const nothing = (): Observed => ({ counts: 0, paths: 0, newest: [], duplicates: 0, refused: {} });

/** Tells an observer of this thread what was gathered in another. */
export function tellObserver(observer: IntakeObserver, { counts, paths, newest, duplicates, refused }: Observed): void {
  if (counts + paths > 0) observer.stored({ counts, paths, newest: (most) => newest.slice(-most) });
  if (duplicates > 0) observer.duplicates(duplicates);
  for (const [refusalClass, count] of Object.entries(refused)) {
    for (let index = 0; index < count; index += 1) observer.refused(refusalClass as RefusalClass);
  }
}

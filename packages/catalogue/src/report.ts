/** What happened to a feed's products: told at the end, so that nothing is dropped in silence. */
export interface Report {
  /** Products, or variants of them, that were found. */
  read: number;
  /** Items that were written. */
  written: number;
  /** Variants that became part of an item. */
  folded: number;
  dropped: Told[];
  /** What was used in spite of a mistake. */
  mended: Told[];
}

export interface Told {
  reason: string;
  count: number;
  /** The first places, with what was there. */
  examples: string[];
}

/** Takes note of what was dropped and mended; reasons are few, examples many. */
export interface Notes {
  drop(place: string, reason: string, detail?: string): void;
  mend(place: string, reason: string, detail?: string): void;
}

const examplesKept = 5;
const reasonsKept = 100;

export function createNotes(): Notes & { dropped(): Told[]; mended(): Told[] } {
  const note = () => {
    const told = new Map<string, Told>();
    return {
      take(place: string, given: string, detail?: string): void {
        const reason = told.has(given) || told.size < reasonsKept ? given : 'other reasons';
        const entry = told.get(reason) ?? { reason, count: 0, examples: [] };
        told.set(reason, entry);
        entry.count++;
        if (entry.examples.length < examplesKept) entry.examples.push(detail ? `${place}: ${detail}` : place);
      },
      list: () => [...told.values()].sort((a, b) => b.count - a.count),
    };
  };
  const dropped = note();
  const mended = note();
  return { drop: dropped.take, mend: mended.take, dropped: dropped.list, mended: mended.list };
}

/** The report in a few lines, for people. */
export function describeReport({ read, written, folded, dropped, mended }: Report): string {
  const count = (number: number) => number.toLocaleString('en');
  const lines = (title: string, told: readonly Told[]) =>
    told.flatMap(({ reason, count: times, examples }) => [
      `  ${title} ${count(times)}: ${reason}`,
      ...examples.map((example) => `      ${example}`),
      ...(times > examples.length ? ['      …'] : []),
    ]);
  return [
    `${count(read)} products read, ${count(folded)} of them variants of others; ${count(written)} items written.`,
    ...lines('dropped', dropped),
    ...lines('mended', mended),
  ].join('\n');
}

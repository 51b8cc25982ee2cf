type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** Behind the family's name: `_bucket` and the like. */
  suffix?: string;
  labels: Labels;
  value: number;
}

/** A metric as plain data, as it can be sent from one thread to another. */
export interface MetricFamily {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  samples: Sample[];
}

interface Metric {
  family(): MetricFamily;
}

/** One of a counter's sums. */
export interface Tally {
  add(value: number): void;
}

/** Sums that only grow, apart by labels. Labels must come from a small fixed set, never from a request. */
export class Counter implements Metric {
  readonly #name: string;
  readonly #help: string;
  readonly #tallies = new Map<string, { labels: Labels; value: number; add(value: number): void }>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  /** The sum for these labels, shown from now on, so that rates begin at the first event. */
  of(labels: Labels = {}): Tally {
    const key = JSON.stringify(labels);
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      tally = {
        labels,
        value: 0,
        add(value) {
          this.value += value;
        },
      };
      this.#tallies.set(key, tally);
    }
    return tally;
  }

  family(): MetricFamily {
    const samples = [...this.#tallies.values()].map(({ labels, value }) => ({ labels, value }));
    return { name: this.#name, help: this.#help, type: 'counter', samples };
  }
}

/** How many requests each route answered with which status. Counting costs two look-ups. */
export class RequestCounter implements Metric {
  readonly #name: string;
  readonly #help: string;
  readonly #byRoute = new Map<string, number[]>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  /** The counter of a route; `status` is the answer's. */
  of(route: string): (status: number) => void {
    const counts = this.#byRoute.get(route) ?? [];
    this.#byRoute.set(route, counts);
    return (status) => {
      counts[status] = (counts[status] ?? 0) + 1;
    };
  }

  family(): MetricFamily {
    const samples = [...this.#byRoute].flatMap(([route, counts]) =>
      Object.entries(counts).map(([status, value]) => ({ labels: { route, status }, value })),
    );
    return { name: this.#name, help: this.#help, type: 'counter', samples };
  }
}

/** Values that are asked for when the metrics are read. */
export class Gauge implements Metric {
  readonly #name: string;
  readonly #help: string;
  readonly #read: () => number | Sample[];
  readonly #type: 'gauge' | 'counter';

  constructor(name: string, help: string, read: () => number | Sample[], type: 'gauge' | 'counter' = 'gauge') {
    this.#name = name;
    this.#help = help;
    this.#read = read;
    this.#type = type;
  }

  family(): MetricFamily {
    const read = this.#read();
    const samples = typeof read === 'number' ? [{ labels: {}, value: read }] : read;
    return { name: this.#name, help: this.#help, type: this.#type, samples };
  }
}

/** How often a value fell under each of ascending bounds. */
export class Histogram implements Metric {
  readonly #name: string;
  readonly #help: string;
  readonly #buckets: { bound: number; count: number }[];
  #sum = 0;
  #count = 0;

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#buckets = bounds.map((bound) => ({ bound, count: 0 }));
  }

  observe(value: number): void {
    this.#sum += value;
    this.#count += 1;
    for (const bucket of this.#buckets) if (value <= bucket.bound) bucket.count += 1;
  }

  family(): MetricFamily {
    const bucket = (le: string, value: number): Sample => ({ suffix: '_bucket', labels: { le }, value });
    const samples = [
      ...this.#buckets.map(({ bound, count }) => bucket(String(bound), count)),
      bucket('+Inf', this.#count),
      { suffix: '_sum', labels: {}, value: this.#sum },
      { suffix: '_count', labels: {}, value: this.#count },
    ];
    return { name: this.#name, help: this.#help, type: 'histogram', samples };
  }
}

/** Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export function exposition(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, help, type, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ suffix = '', labels, value }) => `${name}${suffix}${inBraces(labels)} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function inBraces(labels: Labels): string {
  const inner = Object.entries(labels)
    .map(([key, text]) => `${key}="${text.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))}"`)
    .join(',');
  return inner === '' ? '' : `{${inner}}`;
}

type Labels = Readonly<Record<string, string>>;

/** Something that can be written in Prometheus's text format (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export interface Metric {
  lines(): string[];
}

function heading(name: string, help: string, type: 'counter' | 'gauge' | 'histogram'): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function sample(name: string, labels: Labels, value: number): string {
  const inner = Object.entries(labels)
    .map(([key, text]) => `${key}="${text.replace(/[\\"\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))}"`)
    .join(',');
  return `${name}${inner === '' ? '' : `{${inner}}`} ${value}`;
}

/** A sum that only grows, apart by labels. Labels must come from a small fixed set, never from a request. */
export class Counter implements Metric {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, { labels: Labels; value: number }>();

  /** `start` lists the labels that are shown as 0 before anything happened, so that rates begin at the first event. */
  constructor(name: string, help: string, start: readonly Labels[] = [{}]) {
    this.#name = name;
    this.#help = help;
    for (const labels of start) this.add(0, labels);
  }

  add(value: number, labels: Labels = {}): void {
    const key = JSON.stringify(labels);
    const entry = this.#values.get(key);
    if (entry) entry.value += value;
    else this.#values.set(key, { labels, value });
  }

  lines(): string[] {
    const samples = [...this.#values.values()].map(({ labels, value }) => sample(this.#name, labels, value));
    return [...heading(this.#name, this.#help, 'counter'), ...samples];
  }
}

/** A value that is asked for when the metrics are read. */
export class Gauge implements Metric {
  readonly #name: string;
  readonly #help: string;
  readonly #read: () => number;

  constructor(name: string, help: string, read: () => number) {
    this.#name = name;
    this.#help = help;
    this.#read = read;
  }

  lines(): string[] {
    return [...heading(this.#name, this.#help, 'gauge'), sample(this.#name, {}, this.#read())];
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

  lines(): string[] {
    const bucket = (le: string, count: number) => sample(`${this.#name}_bucket`, { le }, count);
    return [
      ...heading(this.#name, this.#help, 'histogram'),
      ...this.#buckets.map(({ bound, count }) => bucket(String(bound), count)),
      bucket('+Inf', this.#count),
      sample(`${this.#name}_sum`, {}, this.#sum),
      sample(`${this.#name}_count`, {}, this.#count),
    ];
  }
}

/** All metrics as one page of text. */
export function exposition(metrics: readonly Metric[]): string {
  return `${metrics.flatMap((metric) => metric.lines()).join('\n')}\n`;
}

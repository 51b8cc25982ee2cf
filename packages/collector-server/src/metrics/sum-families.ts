import type { MetricFamily, Sample } from './prometheus.ts';

/** The metrics of several threads as one: samples of the same name and labels are added up. */
export function sumFamilies(ofThreads: readonly (readonly MetricFamily[])[]): MetricFamily[] {
  const sums = new Map<string, MetricFamily>();
  for (const family of ofThreads.flat()) {
    const sum = sums.get(family.name);
    if (sum) sum.samples = addSamples(sum.samples, family.samples);
    else sums.set(family.name, { ...family, samples: family.samples.map((sample) => ({ ...sample })) });
  }
  return [...sums.values()];
}

function addSamples(sums: Sample[], samples: readonly Sample[]): Sample[] {
  const keyOf = ({ suffix = '', labels }: Sample) => JSON.stringify([suffix, labels]);
  const byKey = new Map(sums.map((sample) => [keyOf(sample), sample]));
  for (const sample of samples) {
    const sum = byKey.get(keyOf(sample));
    if (sum) sum.value += sample.value;
    else byKey.set(keyOf(sample), { ...sample });
  }
  return [...byKey.values()];
}

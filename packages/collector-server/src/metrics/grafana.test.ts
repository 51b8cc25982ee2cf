import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { CollectorMetrics } from './collector-metrics.ts';
import { InsightsMetrics } from './insights-metrics.ts';
import type { MetricFamily } from './prometheus.ts';
import { WorkerMetrics } from './worker-metrics.ts';

interface Panel {
  id: number;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { expr: string; legendFormat: string }[];
}

const dashboard = JSON.parse(await readFile(new URL('../../grafana/collector.json', import.meta.url), 'utf8')) as {
  panels: Panel[];
  templating: { list: { name: string; query: string }[] };
};

const none = { foreign: 0, future: 0, late: 0, duplicate: 0, 'unknown-item': 0, 'machine-like': 0 };

/** Every metric that there can be. */
const families = ((): MetricFamily[] => {
  const ofWorker = new WorkerMetrics();
  ofWorker.ofShop('a');
  ofWorker.requests.of('/v1/records')(200);
  const logs = [{ shop: 'a', log: { state: { kind: 'open' as const } } }];
  const ofCollector = new CollectorMetrics();
  ofCollector.drained('a', { messages: 0, refused: 0, strange: 0 });
  const ofInsights = new InsightsMetrics(() => 0);
  const about = {
    clean: 0,
    dropped: { ...none, late: 1 },
    troubles: [],
    stateBytes: 0,
    perMinute: [],
    checkpointMs: 1,
  };
  ofInsights.tell('a', { ...about, source: 'log', lag: 0, lagUnit: 'bytes' });
  ofInsights.tell('b', { ...about, source: 'kafka', lag: 0, lagUnit: 'messages' });
  return [
    ...ofInsights.families(),
    ...ofWorker.families({ logs, connections: () => 0 }),
    ...ofCollector.families({
      logBytes: () => [{ shop: 'a', bytes: 0 }],
      backlog: () => ({ segments: 0, bytes: 0, allSegments: 0, oldestMs: undefined }),
      kafkaState: () => ({ kind: 'connected', sinceMs: 0 }),
      listeners: () => 0,
      nowMs: () => 0,
    }),
  ];
})();

const samples = new Map(
  families.flatMap(({ name, samples: all }) =>
    all.map(({ suffix = '', labels }) => [name + suffix, Object.keys(labels)]),
  ),
);
const expressions = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const));

test.each(expressions)('"%s" asks for metrics and labels that there are: %s', (_title, expression) => {
  const names = expression.match(/\b(edgecart|process)_\w+/g) ?? [];
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect([...samples.keys()]).toContain(name);

  const known = [...names.flatMap((name) => samples.get(name) ?? []), 'instance', 'job'];
  const grouped = [...expression.matchAll(/by \(([^)]+)\)/g)].flatMap((match) => (match[1] ?? '').split(', '));
  const selected = [...expression.matchAll(/(\w+)=~?"/g)].map((match) => match[1] ?? '');
  for (const label of [...grouped, ...selected]) expect(known).toContain(label);
});

test('what a legend names is grouped by', () => {
  for (const { targets } of dashboard.panels) {
    for (const { expr, legendFormat } of targets) {
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect(expr).toMatch(new RegExp(`by \\([^)]*${label}`));
    }
  }
});

test('every metric has a panel', () => {
  const shown = expressions.map(([, expression]) => expression).join(' ');
  for (const { name } of families) expect(shown).toContain(name);
});

test('choices are made from a metric that there is', () => {
  for (const { query } of dashboard.templating.list) {
    const name = /label_values\((\w+)/.exec(query)?.[1];
    if (name !== undefined) expect([...samples.keys()]).toContain(name);
  }
});

test('no panel lies on another', () => {
  const cells = new Set<string>();
  let count = 0;
  for (const { gridPos } of dashboard.panels) {
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        cells.add(`${x}/${y}`);
        count += 1;
      }
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  }
  expect(cells.size).toBe(count);
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
});

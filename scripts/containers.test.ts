import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './run-command.ts';

const found = (file: string, pattern: RegExp): string | undefined =>
  pattern.exec(readFileSync(join(root, file), 'utf8'))?.[1];

test('the image installs with the pnpm that the project installs with', () => {
  const ours = found('scripts/run.mjs', /pnpm@([\d.]+)/);
  expect(ours).toBeDefined();
  expect(found('Dockerfile', /pnpm@([\d.]+)/)).toBe(ours);
});

test("compose runs the version of Kafka that the project's tests run", () => {
  const ours = found('scale-out/kafka/pom.xml', /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([\d.]+)</);
  expect(ours).toBeDefined();
  expect(found('compose.yaml', /apache\/kafka:([\d.]+)/)).toBe(ours);
});

test('compose, the cluster of the tests and the job have one version of Flink', () => {
  const job = found('scale-out/flink/pom.xml', /<flink\.version>([\d.]+)</);
  expect(job).toBeDefined();
  expect(found('scale-out/flink/cluster.pom.xml', /<flink\.version>([\d.]+)</)).toBe(job);
  expect(found('compose.yaml', /flink:([\d.]+)-/)).toBe(job);
});

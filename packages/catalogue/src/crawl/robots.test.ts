import { expect, test } from 'vitest';
import { allows, readRobots } from './robots.ts';

const robots = readRobots(
  `# for all
User-agent: *
Disallow: /   # nothing

User-agent: other
User-Agent: Edgecart-Catalogue
Crawl-delay: 2
Disallow: /cart
Disallow: /*?sort=
Disallow: /*.pdf$
Allow: /cart/help
Disallow:
`,
  'edgecart-catalogue',
);

test('the group that names the agent counts instead of that for all', () => {
  expect(allows(robots, '/p/1')).toBe(true);
  expect(robots.delayMs).toBe(2_000);
  expect(allows(readRobots('User-agent: *\nDisallow: /', 'edgecart-catalogue'), '/p/1')).toBe(false);
});

test.each([
  ['/cart/1', false],
  ['/cart/help/us', true],
  ['/list?page=1&sort=asc', true],
  ['/list?sort=asc', false],
  ['/a.pdf', false],
  ['/a.pdf?x', true],
  ['/', true],
])('%s is allowed: %s', (path, allowed) => expect(allows(robots, path)).toBe(allowed));

test('a pattern of many stars ends soon', () => {
  const { rules } = readRobots(`User-agent: *\nDisallow: /${'*a'.repeat(5_000)}b$`, 'x');
  expect(allows({ rules }, `/${'a'.repeat(50_000)}`)).toBe(true);
});

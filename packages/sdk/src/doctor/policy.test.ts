import { describe, expect, test } from 'vitest';
import { allows, type Policy, parsePolicies } from './policy.ts';
import { missingIn, needsOfPage, needsOfProgram, trustedTypesRefuse } from './policy-needs.ts';
import type { Setup } from './setup.ts';

const origin = 'https://shop.example';
const cdn = 'https://cdn.example:8443/sdk/edgecart.js';

function policy(header: string): Policy {
  const [first] = parsePolicies(header);
  if (first === undefined) throw new Error(`No policy in ${header}`);
  return first;
}

describe('whether a policy allows something', () => {
  test.each([
    ["default-src 'self'", 'script-src', `${origin}/a.js`, true],
    ["default-src 'self'", 'script-src', cdn, false],
    ["default-src 'none'; script-src https:", 'script-src', cdn, true],
    ['script-src *', 'script-src', cdn, true],
    ['script-src *', 'worker-src', 'blob:', false],
    ['worker-src blob:', 'worker-src', 'blob:', true],
    ["child-src 'self'; script-src blob:", 'worker-src', 'blob:', false],
    ['script-src https://cdn.example:8443', 'script-src', cdn, true],
    ['script-src https://cdn.example', 'script-src', cdn, false],
    ['script-src cdn.example:*', 'script-src', cdn, true],
    ['script-src *.example:8443', 'script-src', cdn, true],
    ['script-src *.cdn.example:8443', 'script-src', cdn, false],
    ['script-src https://cdn.example:8443/sdk/', 'script-src', cdn, true],
    ['script-src https://cdn.example:8443/other/', 'script-src', cdn, false],
    ["script-src 'nonce-x' 'strict-dynamic'", 'worker-src', 'blob:', true],
    ["script-src 'self'", 'script-src', "'wasm-unsafe-eval'", false],
    ["script-src 'unsafe-eval'", 'script-src', "'wasm-unsafe-eval'", true],
    ["img-src 'none'", 'connect-src', cdn, true],
    ['SCRIPT-SRC http://cdn.example:8443', 'script-src', cdn, true],
  ])('%s: %s %s: %s', (header, directive, wanted, allowed) => {
    expect(allows(policy(header), directive, wanted, origin)).toBe(allowed);
  });

  test('several policies in one header are read apart, and the first of two equal directives counts', () => {
    const both = parsePolicies("script-src 'self', worker-src blob:; worker-src 'none';");
    expect(both.map((each) => [...each])).toEqual([[['script-src', ["'self'"]]], [['worker-src', ['blob:']]]]);
    expect(parsePolicies('')).toEqual([]);
  });
});

describe('what a policy should have', () => {
  const collector = 'https://collector.example';
  const setup: Setup = {
    loading: 'by script tag',
    worker: 'blob',
    inline: false,
    workerUrl: `${collector}/sdk/edgecart-worker.js`,
    encoderUrl: `${collector}/sdk/edgecart-encoder.js`,
    collector,
    model: `${collector}/models`,
    catalogue: `${origin}/catalogue.json`,
  };
  const lines = (header: string, given: Setup = setup) => [
    ...new Set(missingIn(parsePolicies(header), needsOfPage(given), origin).map(({ line }) => line)),
  ];

  test('a policy that allows all of it lacks nothing', () => {
    const all = `default-src 'self'; script-src 'self' ${collector} 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self' ${collector}`;
    expect(lines(all)).toEqual([]);
    expect(lines('')).toEqual([]);
  });

  test('each directive is written with what it has, and with all that it lacks', () => {
    expect(lines("default-src 'self'; script-src 'self' 'nonce-x'")).toEqual([
      "worker-src 'self' blob:",
      `script-src 'self' 'nonce-x' 'wasm-unsafe-eval' ${collector}`,
      `connect-src 'self' ${collector}`,
    ]);
  });

  test("a worker from a file asks for its file only; its program has that file's policy", () => {
    const file: Setup = { ...setup, worker: 'file', workerUrl: `${origin}/edgecart-worker.js` };
    expect(lines("default-src 'none'", file)).toEqual(["worker-src 'self'"]);
    const ofFile = missingIn(parsePolicies("default-src 'self'"), needsOfProgram(file), origin);
    expect(ofFile.map(({ directive, wanted }) => `${directive} ${wanted}`)).toContain("script-src 'wasm-unsafe-eval'");
  });

  test('without a worker nothing of a worker is asked for', () => {
    expect(lines("script-src 'self' 'wasm-unsafe-eval'", { ...setup, worker: 'none' })).toEqual([]);
  });

  test('Trusted Types are in the way only where they are required and name others', () => {
    const refuse = (header: string) => trustedTypesRefuse(parsePolicies(header));
    expect(refuse("require-trusted-types-for 'script'")).toBe(false);
    expect(refuse("require-trusted-types-for 'script'; trusted-types react edgecart")).toBe(false);
    expect(refuse("require-trusted-types-for 'script'; trusted-types react")).toBe(true);
    expect(refuse('trusted-types react')).toBe(false);
  });
});

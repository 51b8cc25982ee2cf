/** What a shop's server says about what may run on its pages. */
export interface Policy {
  name: string;
  headers: (parts: { collector: string; nonce: string }) => Record<string, string>;
  /** Shown inside `<iframe sandbox="…">` of another page. */
  sandbox?: string;
}

const csp =
  (...directives: string[]): Policy['headers'] =>
  ({ collector, nonce }) => ({
    'content-security-policy': directives.join('; ').replaceAll('COLLECTOR', collector).replaceAll('NONCE', nonce),
  });

const connect = "default-src 'self'; connect-src 'self' COLLECTOR";

/**
 * The policies that shops use. Where a shop would have to name the place of the script, they name it; none allows
 * `'unsafe-eval'`.
 */
export const policies: Policy[] = [
  { name: 'no policy', headers: () => ({}) },
  {
    name: 'the lines we advise',
    headers: csp(connect, "script-src 'self' COLLECTOR 'wasm-unsafe-eval'", "worker-src 'self' blob:"),
  },
  { name: "`script-src 'self'`", headers: csp(connect, "script-src 'self' COLLECTOR") },
  { name: 'without `worker-src`', headers: csp(connect, "script-src 'self' COLLECTOR 'wasm-unsafe-eval'") },
  {
    name: "without `'wasm-unsafe-eval'`",
    headers: csp(connect, "script-src 'self' COLLECTOR", "worker-src 'self' blob:"),
  },
  { name: "`worker-src 'none'`", headers: csp(connect, "script-src 'self' COLLECTOR", "worker-src 'none'") },
  {
    name: "nonce and `'strict-dynamic'`",
    headers: csp("script-src 'nonce-NONCE' 'strict-dynamic'", "object-src 'none'", "base-uri 'none'"),
  },
  {
    name: 'Trusted Types, `edgecart` allowed',
    headers: csp("require-trusted-types-for 'script'", 'trusted-types edgecart shop'),
  },
  {
    name: 'Trusted Types, none allowed',
    headers: csp("require-trusted-types-for 'script'", "trusted-types 'none'"),
  },
  { name: 'sandboxed frame', headers: () => ({}), sandbox: 'allow-scripts' },
  {
    name: 'COOP and COEP',
    headers: () => ({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    }),
  },
];

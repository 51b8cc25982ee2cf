/** One content security policy: the sources of each directive (https://www.w3.org/TR/CSP3/). */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** What takes a directive's place when it is missing, in the order of asking. */
const fallbacks: Record<string, readonly string[]> = {
  'worker-src': ['child-src', 'script-src', 'default-src'],
  'script-src': ['default-src'],
  'connect-src': ['default-src'],
};

/** Reads the policies of one header: several are divided by commas, and each counts. */
export function parsePolicies(header: string): Policy[] {
  return header
    .split(',')
    .map((text) => {
      const policy = new Map<string, string[]>();
      for (const directive of text.split(';')) {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        // Of a directive that is named twice the first counts.
        if (name !== '' && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
      }
      return policy;
    })
    .filter((policy) => policy.size > 0);
}

/** The sources that decide for a directive; `undefined` when the policy says nothing of it, which allows all. */
export function sourcesFor(policy: Policy, directive: string): readonly string[] | undefined {
  const name = [directive, ...(fallbacks[directive] ?? [])].find((each) => policy.has(each));
  return name === undefined ? undefined : policy.get(name);
}

/**
 * Whether a policy allows what a script asks for.
 *
 * @param wanted a URL (`blob:` for one made by the page), or a keyword with its quotes
 * @param origin of the page, which `'self'` stands for
 */
export function allows(policy: Policy, directive: string, wanted: string, origin: string): boolean {
  const sources = sourcesFor(policy, directive);
  if (sources === undefined) return true;
  if (wanted.startsWith("'"))
    return sources.includes(wanted) || (wanted === "'wasm-unsafe-eval'" && sources.includes("'unsafe-eval'"));
  // Scripts that a trusted script brings are trusted, and lists of addresses are not looked at.
  if (directive !== 'connect-src' && sources.includes("'strict-dynamic'")) return true;
  return sources.some((source) => matches(source, wanted, origin));
}

function matches(source: string, wanted: string, origin: string): boolean {
  const scheme = wanted.slice(0, wanted.indexOf(':') + 1).toLowerCase();
  if (source === '*') return /^(https?|wss?):$/.test(scheme);
  if (/^[a-z][a-z\d+.-]*:$/i.test(source)) return scheme === source.toLowerCase() || upgrades(source, scheme);
  if (scheme === 'blob:' || scheme === 'data:') return false;
  const url = new URL(wanted);
  if (source === "'self'") return url.origin === origin;
  const parts = /^(?:([a-z][a-z\d+.-]*:)\/\/)?(\*\.)?([^:/']+)(?::(\d+|\*))?(\/.*)?$/i.exec(source);
  if (parts === null) return false;
  const [, given, wildcard, host = '', port, path] = parts;
  const needed = given ?? new URL(origin).protocol;
  if (needed !== url.protocol && !upgrades(needed, url.protocol)) return false;
  const name = url.hostname.toLowerCase();
  if (wildcard === undefined ? name !== host.toLowerCase() : !name.endsWith(`.${host.toLowerCase()}`)) return false;
  if (port !== '*' && (port ?? '') !== url.port && !(url.port === '' && isDefault(port, url.protocol))) return false;
  return path === undefined || (path.endsWith('/') ? url.pathname.startsWith(path) : url.pathname === path);
}

const upgrades = (from: string, to: string): boolean => from === 'http:' && to === 'https:';
const isDefault = (port: string | undefined, protocol: string): boolean =>
  port === (protocol === 'https:' ? '443' : '80');

/** In TypeScript's library only from its next version on (https://w3c.github.io/trusted-types/). */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): URL };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Starts a worker; also where the page requires Trusted Types, if it allows the policy `edgecart`. Throws otherwise. */
export function startWorker(url: string): Worker {
  // Once: a page that names the policies it allows allows each of them one time.
  policy ??= (window as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('edgecart', {
    createScriptURL: (text) => text,
  });
  return new Worker(policy?.createScriptURL(url) ?? url);
}

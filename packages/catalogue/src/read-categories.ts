import { plainText } from './plain-text.ts';

const home = /^(home|home ?page|start|startseite|accueil|inicio|all products|products)$/i;

/** The steps of a category: `Home > Women > Dresses`, a list of names, or several of them, of which the first counts. */
export function readCategories(...values: unknown[]): string[] {
  for (const value of values) {
    const names = Array.isArray(value) ? value : [value];
    const steps = names
      .flatMap((name) => (typeof name === 'string' ? name.split(/\s*(?:>|›|»|&gt;)\s*/) : []))
      .flatMap((name) => plainText(name) ?? [])
      // Google's own categories may be given by number, which says nothing to a person.
      .filter((name) => !/^\d+$/.test(name));
    const own = steps.length > 1 && home.test(steps[0] ?? '') ? steps.slice(1) : steps;
    if (own.length > 0) return own;
  }
  return [];
}

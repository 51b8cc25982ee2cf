import type { SurfaceItem } from '../surfaces/index.ts';
import { isRightToLeft, type Language } from './texts.ts';

/** Keeps a name of another direction from turning the sentence around it (Unicode's first strong isolate). */
const isolated = (name: string, tag: string) => (isRightToLeft(tag) ? `\u2068${name}\u2069` : name);

export const withName = (text: string, name: string, { tag }: Language): string =>
  // A function, because a name may hold `$&`.
  text.replace('{name}', () => isolated(name, tag));

/** Why an item is shown, in the shopper's language. */
export function reasonWords({ source, reason }: SurfaceItem, language: Language): string {
  const { texts } = language;
  if (source === 'seen') return texts.seen;
  if (source === 'pinned') return texts.ours;
  if (reason.name !== undefined) {
    const did = reason.did === 'added' ? texts.added : reason.did === 'bought' ? texts.bought : texts.lookedAt;
    return withName(source === 'same-category' ? texts.similar : did, reason.name, language);
  }
  return source === 'trending' || source === 'model' ? texts.popular : texts.ours;
}

/** A price as people of that language write it; without a currency, or with one that is none, as a plain number. */
export function priceWords(price: number, currency: string | undefined, { tag }: Language): string {
  const plain = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  for (const [locale, code] of [
    [tag, currency],
    ['en', currency],
  ] as const)
    try {
      if (code) return new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(price);
      return new Intl.NumberFormat(locale, plain).format(price);
    } catch {
      // A wrong tag or currency of the shop's must not cost it the card.
    }
  return price.toFixed(2);
}

/**
 * Categories that say something about health, sexuality, belief or the like (Article 9 GDPR), by the roots of their names in
 * English, German, French and Spanish. It rather takes too many: a shop that names its own, or none, is taken at its word.
 */
const sensitiveByDefault =
  /adult|alcohol|arznei|contrac|eroti|gesund|health|incontin|intim|medic|pharm|politi|pregnan|relig|salud|santé|schwanger|\bsex|tobac/i;

/** Whether items of a category stay on the device; `named` is what the shop's catalogue says, if it says anything. */
export const sensitivity =
  (named?: readonly string[]) =>
  (category = ''): boolean =>
    named?.includes(category) ?? sensitiveByDefault.test(category);

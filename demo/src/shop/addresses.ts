/** Every link of the shop is made here, so that the pages agree on the names of their parameters. */
export const homeUrl = '/';
export const cartUrl = '/cart.html';
export const checkoutUrl = '/checkout.html';
export const privacyUrl = '/privacy.html';

const withParameters = (path: string, parameters: Record<string, string>) =>
  `${path}?${new URLSearchParams(parameters).toString()}`;

export const productUrl = (id: string) => withParameters('/product.html', { id });
export const aisleUrl = (name: string, within?: string) =>
  withParameters('/category.html', within === undefined ? { name } : { name, within });
export const searchUrl = (query: string) => withParameters('/search.html', { q: query });
export const thanksUrl = (order: string) => withParameters('/thanks.html', { order });

export function parameter(name: string): string | undefined {
  return new URLSearchParams(location.search).get(name)?.trim() || undefined;
}

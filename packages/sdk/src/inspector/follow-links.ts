/** Takes the request to inspect along to the pages of the same shop that are gone to from here. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (link === undefined || link.origin !== location.origin || link.href === '') return;
    const url = new URL(link.href);
    // A place within this page needs no other page.
    if (url.pathname === location.pathname && url.search === location.search && url.hash !== '') return;
    url.searchParams.set('edgecart', 'inspect');
    link.href = url.href;
  });
}

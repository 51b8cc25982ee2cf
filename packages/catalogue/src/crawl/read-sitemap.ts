import { SaxesParser } from 'saxes';

/** Addresses in a sitemap, or of further sitemaps in an index of them. */
export interface Sitemap {
  pages: string[];
  sitemaps: string[];
}

/** https://www.sitemaps.org/protocol.html; a broken one gives what can be read of it. */
export function readSitemap(text: string): Sitemap {
  const sitemap: Sitemap = { pages: [], sitemaps: [] };
  const parser = new SaxesParser({ position: false });
  let within: 'url' | 'sitemap' | undefined;
  let address: string | undefined;
  parser.on('opentag', ({ name }) => {
    const bare = name.replace(/^\w+:/, '');
    if (bare === 'url' || bare === 'sitemap') within = bare;
    // Images have a `loc` of their own name space, which is written with a prefix.
    if (bare === 'loc' && !/^(image|video|news):/.test(name)) address = '';
  });
  const take = (piece: string) => {
    if (address !== undefined) address += piece;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', ({ name }) => {
    if (name.replace(/^\w+:/, '') !== 'loc' || address === undefined) return;
    const url = address.trim();
    address = undefined;
    if (url !== '' && within !== undefined) (within === 'url' ? sitemap.pages : sitemap.sitemaps).push(url);
  });
  parser.on('error', () => {});
  parser.write(text).close();
  return sitemap;
}

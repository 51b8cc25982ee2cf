import { defined } from '@edgecart/protocol';
import { categoriesOn, linkedPage, parseLinkedData } from '@edgecart/sdk/adapters';
import { Parser } from 'htmlparser2';
import { addressText, idText, plainText } from '../plain-text.ts';
import type { Found } from '../product.ts';
import type { Notes } from '../report.ts';

/** The products that a page is about, from its JSON-LD. A page without any is not a product page, and no mistake. */
export function productsOfPage(html: string, url: string, notes: Notes): Found[] {
  const tell = (where: string, reason: string) => notes.mend(url, 'the JSON-LD has mistakes', `${where} ${reason}`);
  const documents = linkedScripts(html).map((text, at) => parseLinkedData(text, `script ${at}`, tell));
  const page = linkedPage(documents, tell);
  const absolute = (address: string | undefined) =>
    address !== undefined && URL.canParse(address, url) ? addressText(new URL(address, url).href) : undefined;
  // A group stands before its variants; alone it is a product of its own.
  const grouped = new Set(
    page.products.flatMap(({ isGroup, group }) => (isGroup || group === undefined ? [] : [group])),
  );
  return page.products
    .filter(({ isGroup, id }) => !(isGroup && grouped.has(id)))
    .map((product) => ({
      place: url,
      product: defined({
        id: idText(product.id) ?? product.id,
        sku: idText(product.id),
        group: product.group === undefined ? undefined : idText(product.group),
        name: plainText(product.name),
        brand: plainText(product.brand),
        categories: categoriesOn(page, product).flatMap((name) => plainText(name) ?? []),
        price: product.price,
        currency: product.currency?.toUpperCase(),
        inStock: product.inStock,
        url: absolute(product.url) ?? addressText(url),
        image: absolute(product.image),
      }),
    }));
}

function linkedScripts(html: string): string[] {
  const scripts: string[] = [];
  let within = false;
  const parser = new Parser({
    onopentag(name, { type }) {
      within = name === 'script' && type?.trim().toLowerCase() === 'application/ld+json';
      if (within) scripts.push('');
    },
    ontext(text) {
      if (within) scripts[scripts.length - 1] += text;
    },
    onclosetag() {
      within = false;
    },
  });
  parser.write(html);
  parser.end();
  return scripts;
}

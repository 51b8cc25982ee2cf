import { defined, type Item } from '@edgecart/protocol';
import { categoriesOn, type LinkedPage, type LinkedProduct, linkedPage } from './linked-products.ts';
import { parseLinkedData } from './parse-linked-data.ts';
import { readMicrodata } from './read-microdata.ts';
import { createReport, type Report } from './report.ts';
import type { AdapterOptions, Stop, Target } from './target.ts';
import { toItem } from './to-item.ts';

export interface StructuredDataOptions extends AdapterOptions {
  /** What a product's id is: that of the variant that is shown, or of its group where it has one. Default `variant`. */
  id?: 'variant' | 'group';
  /** Where to look. Default: the document. */
  root?: Document;
}

/**
 * Tells which product the page shows (`view_item`), or which ones it lists (`view_item_list`), from its JSON-LD or, where
 * there is none, its microdata. Looks again when the page's scripts add JSON-LD, or change it.
 */
export function structuredData(target: Target, options: StructuredDataOptions = {}): Stop {
  const report = createReport('structured-data', options);
  const root = options.root ?? document;
  let told = '';
  const look = () =>
    report.safely('page', () => {
      const page = describePage(root, report);
      const about = shownProduct(page);
      const products = about === undefined ? page.listed : [about];
      const items = products.flatMap((product, at) => itemOf(product, page, at, report, options) ?? []);
      const sign = JSON.stringify(items);
      if (items.length === 0 || sign === told) return;
      told = sign;
      target.track({ name: about === undefined ? 'view_item_list' : 'view_item', items: items.slice(0, 200) });
    });
  look();
  const observer = report.safely('page', () => {
    const watching = new MutationObserver((changes) => {
      if (changes.some(touchesLinkedData)) look();
    });
    watching.observe(root, { childList: true, subtree: true });
    return watching;
  });
  return () => observer?.disconnect();
}

/** The page's products: of JSON-LD, or of microdata where JSON-LD says nothing of products. */
function describePage(root: ParentNode, report: Pick<Report, 'tell'>): LinkedPage {
  const scripts = [...root.querySelectorAll('script[type="application/ld+json" i]')];
  const documents = scripts.map((script, at) =>
    parseLinkedData(script.textContent ?? '', `script[type="application/ld+json"][${at}]`, report.tell),
  );
  const linked = linkedPage(documents, report.tell);
  if (linked.products.length + linked.listed.length > 0) return linked;
  const marked = linkedPage(readMicrodata(root), report.tell);
  return { ...marked, trail: linked.trail.length > 0 ? linked.trail : marked.trail };
}

/** A page of one product, or of one group with its variants, shows it; several products beside each other are a list. */
function shownProduct({ products, listed }: LinkedPage): LinkedProduct | undefined {
  const [first] = products;
  if (first === undefined) return undefined;
  const alone = products.every((product) => product.id === first.id || (first.group ?? '') === product.group);
  if (!alone) {
    listed.push(...products);
    return undefined;
  }
  return first;
}

function itemOf(
  product: LinkedProduct,
  page: LinkedPage,
  at: number,
  report: Report,
  options: StructuredDataOptions,
): Item | undefined {
  const [first, second, third] = categoriesOn(page, product);
  return toItem(
    defined({
      item_id: options.id === 'group' ? (product.group ?? product.id) : product.id,
      item_name: product.name,
      item_brand: product.brand,
      item_category: first,
      item_category2: second,
      item_category3: third,
      price: product.price,
      currency: product.currency,
      index: at,
    }),
    `Product ${product.id}`,
    report,
    options,
  );
}

const touchesLinkedData = ({ addedNodes, target }: MutationRecord): boolean =>
  [target, ...addedNodes].some((node) => {
    const element = node instanceof Element ? node : node.parentElement;
    const wanted = 'script[type="application/ld+json" i]';
    return element !== null && (element.matches(wanted) || (node !== target && element.querySelector(wanted) !== null));
  });

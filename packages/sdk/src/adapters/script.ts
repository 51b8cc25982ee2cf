import type { Item, ShopperEvent } from '../api.ts';
import { dataLayer } from './data-layer.ts';
import { magento } from './magento.ts';
import { createReport } from './report.ts';
import { shopifyPixelEvents } from './shopify-pixel.ts';
import { shopifyTheme } from './shopify-theme.ts';
import { structuredData } from './structured-data.ts';
import type { AdapterOptions, Mistake, Target } from './target.ts';
import { wooCommerce } from './woocommerce.ts';

/** The page script's global, or the stub that queues calls until it is there. */
type Call = ((name: string, ...args: unknown[]) => unknown) & { q?: unknown[] };

const adapters: Readonly<Record<string, (target: Target, options: AdapterOptions & { id?: never }) => unknown>> = {
  'data-layer': dataLayer,
  'structured-data': structuredData,
  'shopify-theme': shopifyTheme,
  'shopify-pixel': shopifyPixelEvents,
  woocommerce: wooCommerce,
  magento,
};

const page = window as unknown as { edgecart?: Call };

/** The client of this page's script tag, whether or not it has loaded yet. */
function scriptTagClient(): Target {
  const call = (name: string, ...args: unknown[]): void => {
    page.edgecart ??= Object.assign(
      (...later: unknown[]) => {
        page.edgecart?.q?.push(later);
      },
      { q: [] },
    );
    page.edgecart(name, ...args);
  };
  return {
    track: (event: ShopperEvent) => call('track', event),
    cart: { set: (items: Item[]) => call('cart.set', items) },
    insights: () =>
      new Promise((resolve) => {
        call('ready', (client: Required<Target>) => resolve(client.insights()));
      }),
  };
}

function start(tag: HTMLScriptElement): void {
  const { use = '', currency, id, debug } = tag.dataset;
  const mistakes: Mistake[] = [];
  const options = {
    ...(currency !== undefined && { currency }),
    ...(id !== undefined && { id: id as never }),
    onMistake: (mistake: Mistake) => {
      mistakes.push(mistake);
      if (debug !== undefined) console.warn(`[edgecart] ${mistake.adapter}: ${mistake.where} ${mistake.reason}`);
    },
  };
  const report = createReport('script', options);
  const names = use.split(/[\s,]+/).filter((name) => name !== '');
  const known = Object.keys(adapters).join(', ');
  if (names.length === 0) report.tell('data-use', `names no adapter; write one or more of ${known}`);
  const target = scriptTagClient();
  for (const name of names)
    if (Object.hasOwn(adapters, name)) report.safely(name, () => adapters[name]?.(target, options));
    else report.tell('data-use', `${name} is not an adapter; write one or more of ${known}`);
  Object.assign(window, { edgecartAdapters: { mistakes } });
}

/** Classic markup may stand below the script: it is read when all of it is there. */
function whenParsed(work: () => void): void {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', work, { once: true });
  else work();
}

const tag = document.currentScript;
if (tag instanceof HTMLScriptElement) whenParsed(() => start(tag));

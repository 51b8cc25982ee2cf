import type { Edgecart } from '../api.ts';
import { createSurfaces } from '../surfaces/index.ts';
import { defineWidgets } from './define-widgets.ts';
import type { WidgetOptions } from './start-widget.ts';

type Call = [name: 'ready', use: (client: Edgecart) => void];
interface EdgecartQueue {
  (...call: Call): void;
  q?: unknown[][];
}

const page = window as unknown as { edgecart?: EdgecartQueue; edgecartWidgetOptions?: WidgetOptions };
const tag = document.currentScript;

// Whichever script comes first makes the queue that the other one reads.
const queue: EdgecartQueue = (...call) => {
  queue.q ??= [];
  queue.q.push(call);
};
page.edgecart ??= queue;

const { currency, productUrl } = tag instanceof HTMLScriptElement ? tag.dataset : {};
const client = new Promise<Edgecart>((resolve) => page.edgecart?.('ready', (ready) => resolve(ready)));
defineWidgets(client, {
  ...(currency !== undefined && { currency }),
  ...(productUrl !== undefined && { productUrl }),
  ...page.edgecartWidgetOptions,
});
Object.assign(window, { edgecartWidgets: { createSurfaces } });

import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startCollector } from '@edgecart/collector';
import { onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../bench/load/temporary-folder.ts';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const stockKey = 'a-key-of-the-shop-systems';
const items = ['apple', 'pear', 'bread'].map((item_id) => ({ item_id, item_category: 'food', price: 1 }));

/** The page of a shop that shows suggestions as a list, its files from the collector's origin. */
const page = (collector: string) => `<!doctype html><title>Shop</title><ul></ul>
  <script>
    window.edgecart = function () { (edgecart.q = edgecart.q || []).push(arguments) };
    document.addEventListener('edgecart-stock', (event) => { document.title = event.detail.gone.join() || 'all there' });
    edgecart('onRecommendations', { limit: 3 }, ({ items }) => {
      document.querySelector('ul').replaceChildren(...items.map(({ item_id }) => {
        const line = document.createElement('li');
        line.textContent = item_id;
        return line;
      }));
    });
  </script>
  <script async src="${collector}/sdk/edgecart-stock.js" data-collector="${collector}" data-every-ms="500"></script>
  <script async src="${collector}/sdk/edgecart.js" data-catalogue="/catalogue.json"></script>`;

test('an item that the shop sells out by webhook is suggested no more within seconds, and again when it is back', async () => {
  const data = await temporaryFolder('stock');
  onTestFinished(data.remove);
  const stockKeyFile = join(data.path, 'stock.key');
  await writeFile(stockKeyFile, stockKey);
  const sdk = join(root, 'packages/sdk/dist');
  const collector = await startCollector({ data: join(data.path, 'data'), port: 0, sdk, stockKeyFile });
  onTestFinished(() => collector.close());
  const shop = createServer((request, response) => {
    const isCatalogue = request.url === '/catalogue.json';
    response.setHeader('content-type', isCatalogue ? 'application/json' : 'text/html');
    response.end(isCatalogue ? JSON.stringify({ items }) : page(collector.url));
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void shop.close());
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const tab = await browser.newPage();
  const suggested = (text: string) =>
    tab.waitForFunction(
      (wanted) => [...document.querySelectorAll('li')].map((li) => li.textContent).join() === wanted,
      text,
    );
  const tell = (on_hand: number) =>
    fetch(`${collector.url}/v1/stock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stockKey}` },
      body: JSON.stringify({ items: [{ item: 'pear', on_hand }] }),
    });

  await tab.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  await suggested('apple,pear,bread');
  await tell(0);
  await suggested('apple,bread');
  await tab.waitForFunction(() => document.title === 'pear');
  await tell(4);
  await suggested('apple,pear,bread');
});

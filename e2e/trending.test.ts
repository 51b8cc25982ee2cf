import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startCollector } from '@edgecart/collector';
import { hourUtc } from '@edgecart/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../bench/load/temporary-folder.ts';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

const items = ['apple', 'pear', 'bread'].map((item_id) => ({ item_id, item_category: 'food', price: 1 }));

/** The page of a shop without a model, its files from the collector's origin. */
const page = (collector: string) => `<!doctype html><title>Shop</title><ul></ul>
  <script>
    window.edgecart = function () { (edgecart.q = edgecart.q || []).push(arguments) };
    edgecart('onRecommendations', { limit: 3 }, ({ items }) => {
      document.querySelector('ul').replaceChildren(...items.map(({ item_id, source, reason }) => {
        const line = document.createElement('li');
        line.textContent = item_id + ' ' + source;
        line.title = reason.text;
        return line;
      }));
    });
  </script>
  <script async src="${collector}/sdk/edgecart-trending.js" data-collector="${collector}" data-every-ms="500"></script>
  <script async src="${collector}/sdk/edgecart.js" data-catalogue="/catalogue.json"></script>`;

test('what other shoppers turn to is suggested within seconds on a page that is open, without any model', async () => {
  const data = await temporaryFolder('trending');
  onTestFinished(data.remove);
  const sdk = join(root, 'packages/sdk/dist');
  const collector = await startCollector({ data: data.path, port: 0, sdk, insights: true });
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

  await tab.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
  await suggested('apple catalogue-order,pear catalogue-order,bread catalogue-order');
  const records = Array.from({ length: 30 }, () => ({
    id: crypto.randomUUID().replaceAll('-', ''),
    kind: 'count',
    type: 'add_to_cart',
    item: 'bread',
    hour: hourUtc(Date.now()),
  }));
  const sent = await fetch(`${collector.url}/v1/records`, { method: 'POST', body: JSON.stringify({ records }) });
  expect(await sent.json()).toMatchObject({ stored: 30 });
  await suggested('bread trending,apple catalogue-order,pear catalogue-order');
  expect(await tab.locator('li').first().getAttribute('title')).toBe('Popular right now');
});

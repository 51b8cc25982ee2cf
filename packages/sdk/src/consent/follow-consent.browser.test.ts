import { afterEach, expect, test } from 'vitest';
import { createEdgecart, type Edgecart } from '../index.ts';
import { followConsent, googleConsentMode, iabTcf, shopifyPrivacy } from './index.ts';

const page = window as unknown as { dataLayer?: unknown[] | undefined };
let client: Edgecart | undefined;
afterEach(async () => {
  await client?.forget();
  await client?.close();
  page.dataLayer = undefined;
});

test('an npm shop follows its data layer until it stops, beside other scripts that watch it', async () => {
  const gtag = (...command: unknown[]) => page.dataLayer?.push(command);
  const edgecart = createEdgecart({ memoryOnly: true });
  client = edgecart;
  const holds = async () => (await edgecart.insights()).consent.send;
  const stop = followConsent(edgecart, [googleConsentMode()]);
  const seen: unknown[] = [];
  const layer = page.dataLayer ?? [];
  const push = layer.push;
  layer.push = (...entries: unknown[]) => {
    seen.push(...entries);
    return push.apply(layer, entries);
  };
  page.dataLayer?.push({ event: 'view_item' }, null, 7, 'consent', ['consent', 'update'], { 0: 'consent' });
  gtag('consent', 'update', { analytics_storage: 'granted' });
  await expect.poll(holds).toBe(true);
  gtag('consent', 'update', { analytics_storage: 'denied' });
  await expect.poll(holds).toBe(false);
  stop();
  gtag('consent', 'update', { analytics_storage: 'granted' });
  expect(await holds()).toBe(false);
  expect(seen).toHaveLength(9);
  expect(layer).toHaveLength(9);
});

test('consent tools that are not there say nothing, and can be stopped', () => {
  const said: unknown[] = [];
  const stop = followConsent({ consent: (choice) => said.push(choice) }, [iabTcf(), shopifyPrivacy()]);
  stop();
  expect(said).toEqual([]);
});

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Consent, Edgecart } from '@edgecart/sdk';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/run-command.ts';
import { launchChromium } from './chromium.ts';

/**
 * Pages as the vendors' public documentation has them, with the built scripts and the real worker. The consent tools
 * themselves cannot be had here; what stands in for them speaks their documented interface.
 */
const sdk = join(root, 'packages/sdk/dist');
const ready = `window.edgecart = window.edgecart || function () { (edgecart.q = edgecart.q || []).push(arguments) };
  edgecart('ready', (client) => { window.client = client });`;
const scripts = (attributes: string) =>
  `<script async src="/sdk/edgecart-consent.js" ${attributes}></script><script async src="/sdk/edgecart.js"></script>`;

const gtag = `window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }`;
const everythingDenied = `{ ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied',
  analytics_storage: 'denied', functionality_storage: 'denied', personalization_storage: 'denied',
  security_storage: 'granted', wait_for_update: 300 }`;

/** A consent tool of the framework: the stub's queue, then the tool, which answers it. */
const tcfTool = `
  window.__tcfapi = function () { (__tcfapi.queue = __tcfapi.queue || []).push(arguments) };
  window.startTool = (consents) => {
    const listeners = new Map();
    let state = { consents, eventStatus: 'tcloaded' };
    const tcData = (listenerId) => ({ tcString: 'C', tcfPolicyVersion: 4, cmpId: 31, cmpVersion: 1, gdprApplies: true,
      eventStatus: state.eventStatus, cmpStatus: 'loaded', listenerId, isServiceSpecific: true,
      purpose: { consents: state.consents, legitimateInterests: { 5: true, 6: true, 8: true, 10: true } },
      vendor: { consents: {}, legitimateInterests: {} }, publisher: { consents: {} } });
    const queue = window.__tcfapi.queue || [];
    window.__tcfapi = (command, version, callback, parameter) => {
      if (command === 'addEventListener') {
        const id = listeners.size + 1;
        listeners.set(id, callback);
        callback(tcData(id), true);
      } else if (command === 'removeEventListener') callback(listeners.delete(parameter));
      else callback(null, false);
    };
    for (const call of queue) window.__tcfapi(...call);
    window.say = (eventStatus, consents) => {
      state = { consents, eventStatus };
      for (const [id, callback] of listeners) callback(tcData(id), true);
    };
  };`;

const shopifyTheme = `
  window.Shopify = { loadFeatures(features, done) {
    setTimeout(() => {
      let allowed = { preferences: false, analytics: false };
      Shopify.customerPrivacy = {
        preferencesProcessingAllowed: () => allowed.preferences,
        analyticsProcessingAllowed: () => allowed.analytics,
        setTrackingConsent(consent) {
          allowed = consent;
          document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: {
            preferencesAllowed: consent.preferences, analyticsAllowed: consent.analytics, marketingAllowed: false,
            saleOfDataAllowed: false, firstPartyMarketingAllowed: false, thirdPartyMarketingAllowed: false } }));
        } };
      done();
    });
  } };`;

const pages: Record<string, string> = {
  '/google': `<script>${gtag} gtag('consent', 'default', ${everythingDenied}); gtag('js', new Date()); ${ready}</script>
    ${scripts('data-follow="google"')}`,
  '/google-returning': `<script>${gtag} gtag('consent', 'default', ${everythingDenied});
      gtag('consent', 'update', { analytics_storage: 'granted', personalization_storage: 'granted' });
      ${ready}</script>${scripts('data-follow="google"')}`,
  '/google-regions': `<script>${gtag}
      gtag('consent', 'default', { personalization_storage: 'granted', region: ['ES', 'US-AK'], wait_for_update: 0 });
      gtag('consent', 'default', { analytics_storage: 'granted', wait_for_update: 0 });
      ${ready}</script>${scripts('data-follow="google"')}`,
  '/tcf': `<script>${tcfTool} ${ready}</script>${scripts('data-follow="tcf"')}`,
  '/shopify': `<script>${shopifyTheme} ${ready}</script>${scripts('data-follow="shopify"')}`,
  '/both': `<script>${gtag} gtag('consent', 'update', { analytics_storage: 'granted', personalization_storage: 'granted' });
      ${tcfTool} ${ready}</script>${scripts('data-follow="google tcf"')}`,
  '/wrong': `<script>${ready}</script>${scripts('data-follow="googel"')}`,
};

let server: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const html = pages[path];
    if (html !== undefined)
      return response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title>${html}`);
    if (!path.startsWith('/sdk/')) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    response.end(await readFile(join(sdk, path.slice(5))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});
afterEach(async () => {
  await page?.context().close();
  expect(complaints.splice(0)).toEqual([]);
});

async function open(path: string): Promise<void> {
  page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await visit(path);
}
async function visit(path: string): Promise<void> {
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  await page.waitForFunction(() => (window as unknown as { client?: Edgecart }).client);
}
/** What the worker goes by: not what was said, but what holds. */
const holds = () =>
  page.evaluate(async () => (await (window as unknown as { client: Edgecart }).client.insights()).consent);
const eventually = (consent: Consent) => expect.poll(holds, { timeout: 20_000 }).toEqual(consent);
const say = (script: string) => page.evaluate(`(() => { ${script} })()`);

const denied: Consent = { store: false, remember: false, send: false };
const granted: Consent = { store: true, remember: true, send: true };

describe("Google's consent mode", () => {
  test('denied by default, granted and withdrawn by updates', async () => {
    await open('/google');
    await eventually(denied);
    await say("gtag('consent', 'update', { ad_storage: 'granted', ad_personalization: 'granted' })");
    await eventually(denied);
    await say("gtag('consent', 'update', { personalization_storage: 'granted' })");
    await eventually({ store: true, remember: true, send: false });
    await say("gtag('consent', 'update', { analytics_storage: 'granted' })");
    await eventually(granted);
    await say("gtag('consent', 'update', { analytics_storage: 'denied', personalization_storage: 'denied' })");
    await eventually(denied);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test("a returning shopper's visit goes on: the default of the next page is not a withdrawal", async () => {
    await open('/google-returning');
    await eventually(granted);
    await say("client.track({ name: 'view_item', items: [{ item_id: 'apple' }] })");
    const views = () =>
      page.evaluate(async () => (await (window as unknown as { client: Edgecart }).client.insights()).session.views);
    await expect.poll(views).toBe(1);
    await visit('/google-returning');
    await eventually(granted);
    expect(await views()).toBe(1);
  });

  test('of a default for some regions the denials count and the grants do not, for the region is not known', async () => {
    await open('/google-regions');
    await eventually({ store: false, remember: false, send: true });
    await say("gtag('consent', 'default', { analytics_storage: 'denied', region: ['US'] })");
    await eventually(denied);
  });
});

describe("IAB Europe's framework", () => {
  test('by purposes, only once the shopper has decided, and changed at any time', async () => {
    await open('/tcf');
    await say('startTool({})');
    await eventually(denied);
    await say("say('cmpuishown', { 1: true, 5: true, 6: true, 8: true, 10: true })");
    await eventually(denied);
    await say("say('useractioncomplete', { 1: true, 2: true, 3: true, 4: true })");
    await eventually({ store: true, remember: false, send: false });
    await say("say('useractioncomplete', { 1: true, 5: true, 6: true, 8: true, 10: true })");
    await eventually(granted);
    await say("say('useractioncomplete', {})");
    await eventually(denied);
  });
});

describe("Shopify's customer privacy API", () => {
  test('preferences keep and remember, analytics send, and a withdrawal counts at once', async () => {
    await open('/shopify');
    await page.waitForFunction('Shopify.customerPrivacy');
    await eventually(denied);
    await say('Shopify.customerPrivacy.setTrackingConsent({ preferences: true, analytics: false })');
    await eventually({ store: true, remember: true, send: false });
    await say('Shopify.customerPrivacy.setTrackingConsent({ preferences: true, analytics: true })');
    await eventually(granted);
    await say('Shopify.customerPrivacy.setTrackingConsent({ preferences: false, analytics: false })');
    await eventually(denied);
  });
});

test('two consent tools must agree', async () => {
  await open('/both');
  await eventually(denied);
  await say('startTool({ 1: true, 8: true, 10: true })');
  await eventually({ store: true, remember: false, send: true });
});

test('a tag that follows nothing known breaks nothing and grants nothing', async () => {
  const warnings: string[] = [];
  page = await (await browser.newContext()).newPage();
  page.on('console', (message) => warnings.push(message.text()));
  await visit('/wrong');
  await expect.poll(() => warnings.join()).toMatch(/data-follow.*googel.*google, tcf, shopify/);
  await eventually(denied);
});

import type { Edgecart } from '@edgecart/sdk';
import type { Browser, Frame, Page } from 'playwright';

/** What was seen of Edgecart on one page. */
export interface Seen {
  /** Where it runs; `nothing` when the page did not load it. */
  place: 'worker' | 'page' | 'nothing';
  /** Whether the catalogue is scanned by the kernel of WebAssembly or by its twin in TypeScript. */
  scan: 'wasm' | 'typescript';
  encoder: boolean;
  source: string | undefined;
  store: string;
  sent: number;
  told: string[];
  errors: string[];
  /** Of the policy, as `directive blocked`. */
  violations: string[];
}

/** Far longer than it takes, for machines that are busy with other things. */
const patientMs = 20_000;

interface ShopWindow {
  client?: Edgecart;
  told: string[];
  violations: string[];
}

/** Opens a page as a shopper who agrees to everything, and waits until Edgecart has got as far as it will. */
export async function look(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(() => {
      const shop = window as unknown as ShopWindow;
      shop.violations = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        shop.violations.push(`${effectiveDirective} ${blockedURI.replace(/^\w+:\/\/[^/]+/, '')}`),
      );
    });
    await page.goto(url, { waitUntil: 'load' });
    const frame = page.frames().at(-1) ?? page.mainFrame();
    await frame.waitForFunction(() => 'client' in window, undefined, { timeout: patientMs });
    const seen = await visit(frame);
    const violations = await frame.evaluate(() => (window as unknown as ShopWindow).violations);
    return { ...seen, scan: await scanOf(page, frame, seen.place), errors, violations };
  } finally {
    await context.close();
  }
}

/** One visit, on the page: agree, look at a product, ask, wait for model, encoder and the record that was sent. */
function visit(frame: Frame): Promise<Omit<Seen, 'errors' | 'violations' | 'scan'>> {
  return frame.evaluate(async (limitMs) => {
    const { client, told } = window as unknown as Required<ShopWindow>;
    client.consent({ store: true, send: true });
    client.track({ name: 'view_item', items: [{ item_id: '1082185' }] });
    // Whoever waits in vain answers with what there is, which the test then shows.
    const until = async (settled: () => Promise<boolean>) => {
      const endMs = Date.now() + limitMs;
      while (!told.includes('unavailable') && Date.now() < endMs && !(await settled()))
        await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await until(async () => {
      const { model, runtime } = await client.insights();
      const encoder = runtime.place === 'page' || model?.encoder || told.includes('encoder-unavailable');
      return model !== null && encoder === true;
    });
    await until(async () => (await client.ledger()).length > 0);
    let source: string | undefined;
    await until(async () => {
      source = (await client.recommend({ surface: 'product', limit: 4 })).items[0]?.source;
      return source !== undefined && !source.includes('catalogue');
    });
    const { model, runtime } = await client.insights();
    return {
      place: told.includes('unavailable') ? 'nothing' : runtime.place,
      encoder: model?.encoder === true,
      source,
      store: runtime.store,
      sent: (await client.ledger()).length,
      told,
    };
  }, patientMs);
}

/** Compiles a module as the kernel does, where the kernel is: that is refused or not by the same policy. */
async function scanOf(page: Page, frame: Frame, place: Seen['place']): Promise<Seen['scan']> {
  const compiles = () => {
    try {
      return new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) instanceof WebAssembly.Module;
    } catch {
      return false;
    }
  };
  const [worker] = page.workers();
  const does = place === 'worker' ? await worker?.evaluate(compiles) : await frame.evaluate(compiles);
  return does === true ? 'wasm' : 'typescript';
}

import { type Browser, chromium } from 'playwright';
import { chromiumPath } from '../scripts/chromium.ts';

/** The user's own Chromium, without a window and without talking to anybody but the pages under test. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

import { type Browser, chromium } from 'playwright';
import { chromiumLaunch } from '../scripts/chromium.ts';

export const launchChromium = (): Promise<Browser> => chromium.launch(chromiumLaunch());

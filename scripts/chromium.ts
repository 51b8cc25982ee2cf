import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge'];
const places = [
  ...(process.env.PATH ?? '')
    .split(process.platform === 'win32' ? ';' : ':')
    .flatMap((dir) => names.map((n) => join(dir, n))),
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The user's own Chromium or Chrome: `CHROMIUM_PATH`, the PATH, then the usual places. Throws when there is none. */
function chromiumPath(): string {
  const path = [process.env.CHROMIUM_PATH, ...places].find(
    (place) => place !== undefined && place !== '' && runs(place),
  );
  if (path === undefined)
    throw new Error(
      'No Chromium or Chrome was found. Install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.',
    );
  return path;
}

/** How every test and bench launches it: as root too, without a GPU, and talking to nobody but the pages under test. */
export const chromiumLaunch = () => ({
  executablePath: chromiumPath(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DoctorError } from './command-line.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge.exe'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
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

/** The user's own Chromium or Chrome. Throws a `DoctorError` when there is none. */
export function findChromium(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const named = given ?? env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (runs(named)) return named;
    throw new DoctorError(`"${named}" is not a browser that can be run; name one by --browser or CHROMIUM_PATH`);
  }
  const folders = (env.PATH ?? '').split(delimiter);
  const found = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places].find(runs);
  if (found === undefined)
    throw new DoctorError('No Chromium or Chrome was found; install one, or name it by --browser or CHROMIUM_PATH');
  return found;
}

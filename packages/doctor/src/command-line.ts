import { parseArgs } from 'node:util';

export interface Command {
  url: string;
  json: boolean;
  consent: boolean;
  waitMs: number;
  browser: string | undefined;
}

export const usage = `edgecart-doctor <url> [options]

Opens the page in Chromium and says what works of Edgecart there, what does not, and what to do.

  --json            the report as JSON
  --consent         agree to everything, as a shopper may: storing, remembering, sending
  --wait <seconds>  how long Edgecart may take to load; 15
  --browser <path>  Chromium or Chrome; else CHROMIUM_PATH, or what the PATH has
  --help            this

Ends with 0 when nothing is wrong, 1 when something is, 2 when the page could not be looked at.`;

/** What was wrong with the command, or with what it needs; told without a stack. */
export class DoctorError extends Error {
  override name = 'DoctorError';
}

/** Reads the command; `undefined` when help was asked for. Throws a `DoctorError` that names what is wrong. */
export function parseCommand(args: readonly string[]): Command | undefined {
  const { values, positionals } = read(args);
  if (values.help) return undefined;
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0)
    throw new DoctorError(`Name one page, such as https://your-shop.com/; named were ${positionals.length}`);
  if (!/^https?:/.test(URL.parse(url)?.protocol ?? ''))
    throw new DoctorError(`"${url}" is not a URL of http or https, such as https://your-shop.com/`);
  const seconds = Number(values.wait ?? 15);
  if (!(seconds > 0 && seconds <= 600)) throw new DoctorError(`--wait is "${values.wait}", not 1 to 600 seconds`);
  return {
    url,
    json: values.json === true,
    consent: values.consent === true,
    waitMs: seconds * 1_000,
    browser: values.browser,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        consent: { type: 'boolean' },
        wait: { type: 'string' },
        browser: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new DoctorError(error instanceof Error ? error.message : String(error));
  }
}

import type { Edgecart, EdgecartOptions } from '../api.ts';
import { examine, type Watched } from './examine.ts';
import { asText, type Report } from './report.ts';
import { setupOfOptions } from './setup.ts';

export type { Cost, Finding, Report } from './report.ts';
export { asText };

/**
 * Makes `edgecart.doctor()` callable in the console, and for `npx @edgecart/doctor`, in a shop that uses the npm package.
 *
 * @param options those that the client was made with
 */
export function exposeDoctor(client: Edgecart, options: EdgecartOptions): void {
  const doctor = async (watched?: Watched): Promise<Report> => {
    const report = await examine(client, setupOfOptions(options), watched);
    console.log(asText(report));
    return report;
  };
  const page = window as unknown as { edgecart?: { doctor?: typeof doctor } };
  page.edgecart = Object.assign(page.edgecart ?? {}, { doctor });
}

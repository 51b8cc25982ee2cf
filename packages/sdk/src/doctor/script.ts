import type { Edgecart } from '../api.ts';
import { examine, type Watched } from './examine.ts';
import { asText, type Report } from './report.ts';
import { setupOfTag } from './setup.ts';

interface Page {
  edgecart?: { client?: Edgecart; doctor?: (watched?: Watched) => Promise<Report> };
}

/** Takes the place of what loads this file: `edgecart.doctor()`. */
async function doctor(watched?: Watched): Promise<Report> {
  const client = (window as Page).edgecart?.client;
  const setup = setupOfTag();
  if (client === undefined || setup === undefined)
    throw new Error(
      'This page has no edgecart.js that has loaded: see its script tag, and what the console says of it.',
    );
  const report = await examine(client, setup, watched);
  console.log(asText(report));
  return report;
}

const { edgecart } = window as Page;
if (edgecart !== undefined) edgecart.doctor = doctor;

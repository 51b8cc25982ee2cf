import { attempt } from './attempt.ts';

/** The browser shares 64 KiB among all beacons in flight; larger ones are refused. */
const maxBeaconChars = 32_768;

/**
 * Sends records when the page is hidden, which may be its end. Workers have no `sendBeacon`, so the page does it with
 * its copy, as text, which needs no preflight. There is no answer: the records stay queued, and the collector
 * drops by id what arrives twice. Answers how many records the browser took.
 */
export function sendBeacon(url: string, records: readonly string[], nav: Navigator = navigator): number {
  let sent = 0;
  while (sent < records.length) {
    // For the frame around them.
    let chars = 32;
    const batch = records.slice(sent).filter((record, at) => {
      chars += record.length + 1;
      return at === 0 || chars < maxBeaconChars;
    });
    if (!attempt(() => nav.sendBeacon(url, `{"records":[${batch.join()}]}`))) break;
    sent += batch.length;
  }
  return sent;
}

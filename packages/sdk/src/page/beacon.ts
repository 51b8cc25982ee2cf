/** The browser shares 64 KiB among all beacons in flight; larger ones are refused. */
const maxBeaconChars = 32_768;

/**
 * Sends records when the page is hidden, which may be its end. Workers have no `sendBeacon`, so the page does it with
 * its copy, as text, which needs no preflight. There is no answer: the records stay queued, and the collector
 * drops by id what arrives twice. Answers how many records the browser took.
 */
export function sendBeacon(url: string, records: readonly string[], nav: Navigator = navigator): number {
  let sent = 0;
  try {
    while (sent < records.length) {
      let end = sent;
      let list = `${records[end++]}`;
      while (list.length + (records[end]?.length ?? maxBeaconChars) < maxBeaconChars - 32) list += `,${records[end++]}`;
      if (!nav.sendBeacon(url, `{"records":[${list}]}`)) break;
      sent = end;
    }
  } catch {
    // Refused by the page's policy or an extension: the records stay queued.
  }
  return sent;
}

/** The browser shares 64 KiB among all beacons in flight; larger ones are refused. */
const maxBeaconChars = 32_768;

/**
 * Sends records when the page is hidden, which may be its end. Workers have no `sendBeacon`, so the page does it with
 * its copy. As `text/plain`, which needs no preflight. There is no answer: the records stay queued, and the collector
 * drops by id what arrives twice. Answers how many records the browser took.
 */
export function sendBeacon(url: string, records: readonly string[], nav: Navigator = navigator): number {
  let sent = 0;
  while (sent < records.length) {
    let chars = 0;
    let end = sent;
    while (end < records.length && chars + (records[end]?.length ?? 0) < maxBeaconChars - 32) {
      chars += (records[end]?.length ?? 0) + 1;
      end++;
    }
    if (end === sent) end++;
    const body = new Blob([`{"records":[${records.slice(sent, end).join(',')}]}`], { type: 'text/plain' });
    if (!accepts(() => nav.sendBeacon(url, body))) break;
    sent = end;
  }
  return sent;
}

function accepts(send: () => boolean): boolean {
  try {
    return send();
  } catch {
    return false;
  }
}

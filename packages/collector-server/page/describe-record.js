// @ts-check
/** @typedef {import('../src/live/live-feed.ts').ShownRecord} ShownRecord */

const quantities = new Map([
  [1, '1'],
  [2, '2'],
  [3, '3 to 5'],
  [6, '6 to 10'],
  [11, '11 or more'],
]);

/**
 * A record in words: what happened, to which items, when, and what else it says.
 * @param {ShownRecord} record
 * @returns {{ what: string, items: string, when: string, details: string }}
 */
export function describeRecord(record) {
  if (record.kind === 'path') {
    const details = record.bought ? 'all bought' : 'none bought';
    return { what: 'path', items: record.items.join(' → '), when: record.day, details };
  }
  const details = [
    record.quantityBand === undefined ? '' : `quantity ${quantities.get(record.quantityBand)}`,
    record.priceBand === undefined ? '' : `price ${priceRange(record.priceBand)}`,
    record.shown === undefined ? '' : `suggestion ${record.shown.slot + 1}`,
  ];
  return {
    what: record.type.replaceAll('_', ' '),
    items: record.item,
    when: `${record.hour.replace('T', ' ')}h`,
    details: details.filter((detail) => detail !== '').join(', '),
  };
}

/**
 * @param {number} band
 * @returns {string}
 */
function priceRange(band) {
  if (band <= -4) return 'under 0.13';
  if (band >= 20) return 'over 1,048,576';
  const amount = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
  return `${amount.format(2 ** band)} to ${amount.format(2 ** (band + 1))}`;
}

/**
 * @param {number} bytes
 * @returns {string}
 */
export function describeBytes(bytes) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const amount = new Intl.NumberFormat('en', { maximumFractionDigits: power === 0 ? 0 : 1 });
  return `${amount.format(bytes / 1024 ** power)} ${units[power]}`;
}

/**
 * @param {NonNullable<import('../src/live/live-feed.ts').LiveMessage['kafka']>} kafka
 * @returns {string}
 */
export function describeKafka({ state, reason, records, waitingBytes }) {
  const has = `${new Intl.NumberFormat('en').format(records)} records there since the start`;
  const waits = waitingBytes === 0 ? '' : `, ${describeBytes(waitingBytes)} wait`;
  if (state === 'away') return `away (${reason}); ${has}${waits}`;
  return state === 'connected' ? `${has}${waits}` : `connecting${waits}`;
}

import type { AnonymousRecord } from '@edgecart/protocol';

/**
 * The record as JSON, with its keys in the order of the schema: neither the order nor the spacing that a browser chose
 * survives, by which its records could be told from others. Only text without a fixed form needs escaping; everything
 * else was checked against a pattern.
 */
export function serialiseRecord(record: AnonymousRecord): string {
  if (record.kind === 'path') {
    const { id, items, day, bought } = record;
    return `{"id":"${id}","kind":"path","items":${JSON.stringify(items)},"day":"${day}","bought":${bought}}`;
  }
  const { id, type, item, hour, quantityBand, priceBand, shown } = record;
  const quantity = quantityBand === undefined ? '' : `,"quantityBand":${quantityBand}`;
  const price = priceBand === undefined ? '' : `,"priceBand":${JSON.stringify(priceBand)}`;
  const arm = shown?.arm === undefined ? '' : `,"arm":${shown.arm}`;
  const suggestion = shown === undefined ? '' : `,"shown":{"model":"${shown.model}","slot":${shown.slot}${arm}}`;
  return `{"id":"${id}","kind":"count","type":"${type}","item":${JSON.stringify(item)},"hour":"${hour}"${quantity}${price}${suggestion}}`;
}

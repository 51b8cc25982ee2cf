import type { AnonymousRecord } from '@edgecart/protocol';

/** A whole HTTP request, and where in it the record ids stand: the only bytes that change from one to the next. */
export interface RequestBytes {
  bytes: Buffer;
  idOffsets: readonly number[];
}

const idStart = Buffer.from('"id":"');

/** `POST /v1/records` as the SDK sends it to another origin, on a connection that is kept open. */
export function requestBytes(records: readonly AnonymousRecord[], host: string): RequestBytes {
  const body = Buffer.from(`{"records":[${records.map((record) => JSON.stringify(record)).join(',')}]}`);
  const head = [
    'POST /v1/records HTTP/1.1',
    `host: ${host}`,
    'connection: keep-alive',
    'content-type: text/plain;charset=UTF-8',
    'accept: */*',
    'origin: https://shop.example',
    `content-length: ${body.length}`,
    '\r\n',
  ].join('\r\n');
  const bytes = Buffer.concat([Buffer.from(head, 'latin1'), body]);
  const idOffsets: number[] = [];
  for (let at = bytes.indexOf(idStart); at >= 0; at = bytes.indexOf(idStart, at + 1)) {
    idOffsets.push(at + idStart.length);
  }
  return { bytes, idOffsets };
}

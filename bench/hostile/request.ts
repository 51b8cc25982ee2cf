/** What a record of a batch should become. */
export type Entry = { kind: 'good'; id: string; content: string } | { kind: 'wrong' };

/**
 * What must be answered. `batch`: 200 or 207 with exactly the wrong entries in `errors`. `refusal`: a status of 400 to 499.
 * `batch-or-refusal`: either, where the collector may understand or not. `any`: anything below 500.
 */
export type Expected = { kind: 'batch' | 'batch-or-refusal'; entries: Entry[] } | { kind: 'refusal' } | { kind: 'any' };

/** One request whose end can be told by everybody: it may stand in a pipeline. */
export interface HostileRequest {
  family: string;
  bytes: Buffer;
  /** For HEAD, whose answer has no body. */
  head?: boolean;
  /** The collector may close the connection with its answer, so that nothing should follow. */
  mayEnd?: boolean;
  expected: Expected;
}

/** Bytes that get a connection of their own, because nobody can say what they are or how they end. */
export interface LoneBytes {
  family: string;
  /** Written one after another. */
  parts: Buffer[];
  /** Good records that stand somewhere in the bytes. How many were stored is what the answers say. */
  entries: Entry[];
  /** Two readers could see two different requests: then nothing may be stored. */
  ambiguous: boolean;
  /** The client goes away, or closes its side, which counts as that, without reading what is answered. */
  vanishes?: 'close' | 'reset' | 'half-close';
  /** The client is done when so many are answered. */
  requests: number;
}

export interface HeadOptions {
  method?: string;
  target?: string;
  contentType?: string | undefined;
  headers?: readonly string[];
}

/** A request with a right length, as a browser would frame it. */
export function frameRequest(body: Buffer, options: HeadOptions = {}): Buffer {
  const { method = 'POST', target = '/v1/records', contentType = 'text/plain', headers = [] } = options;
  const lines = [`${method} ${target} HTTP/1.1`, 'host: collector.test'];
  if (contentType !== undefined && contentType !== '') lines.push(`content-type: ${contentType}`);
  lines.push(...headers, `content-length: ${body.length}`, '', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), body]);
}

/** One answer of the server. */
export interface Answer {
  status: number;
  /** In lower case; of a name that comes twice the last value. */
  headers: Map<string, string>;
  body: string;
}

/** Reads answers from the bytes of a connection, as strictly as a proxy would; throws on what is none. */
export class ResponseReader {
  #rest: Buffer = Buffer.alloc(0);
  /** For each answer that will come, whether it has no body whatever it says. */
  readonly #isHead: () => boolean;

  constructor(isHead: () => boolean = () => false) {
    this.#isHead = isHead;
  }

  /** Whether something stands there that is no whole answer yet. */
  get isWithin(): boolean {
    return this.#rest.length > 0;
  }

  /** The answers that are whole with these bytes. */
  read(bytes: Buffer, onAnswer: (answer: Answer) => void): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const headEnd = this.#rest.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const { status, headers } = parseHead(this.#rest.toString('latin1', 0, headEnd));
      const body = readBody(this.#rest.subarray(headEnd + 4), headers, status, this.#isHead());
      if (body === undefined) return;
      this.#rest = this.#rest.subarray(headEnd + 4 + body.length);
      // 100 Continue and its like come before the answer.
      if (status >= 200) onAnswer({ status, headers, body: body.text });
    }
  }
}

function parseHead(text: string): { status: number; headers: Map<string, string> } {
  const [first = '', ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
  if (status === undefined) throw new Error(`no status line: ${JSON.stringify(first.slice(0, 80))}`);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`no header: ${JSON.stringify(line.slice(0, 80))}`);
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { status: Number(status), headers };
}

/** The body and its length on the wire; `undefined` while it is not whole. */
function readBody(
  bytes: Buffer,
  headers: Map<string, string>,
  status: number,
  isHead: boolean,
): { text: string; length: number } | undefined {
  if (isHead || status < 200 || status === 204 || status === 304) return { text: '', length: 0 };
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes);
  // Without either, as before a connection is closed, there is none in our server.
  const length = Number(headers.get('content-length') ?? 0);
  if (bytes.length < length) return undefined;
  return { text: bytes.toString('utf8', 0, length), length };
}

function readChunks(bytes: Buffer): { text: string; length: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (bytes.length < end) return undefined;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = end;
    if (size === 0) return { text: Buffer.concat(parts).toString(), length: at };
  }
}

import { between, oneOf } from '../../load/random.ts';
import { contentOf } from '../is-record.ts';
import type { Entry, LoneBytes } from '../request.ts';
import { type Chance, goodRecord } from './records.ts';

interface Batch {
  body: string;
  entries: Entry[];
}

function batch(chance: Chance): Batch {
  const record = goodRecord(chance);
  // In ASCII, so that letters are bytes wherever the body is cut.
  const body = JSON.stringify({ records: [record] }).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return {
    body,
    entries: [{ kind: 'good', id: String(record.id), content: contentOf(JSON.parse(JSON.stringify(record))) }],
  };
}

const inOneChunk = (body: string) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const start = 'POST /v1/records HTTP/1.1\r\nhost: collector.test\r\ncontent-type: text/plain\r\n';
const inner = ({ body }: Batch) => `${start}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** `C` stands for the length of the body; what follows the headers is the body with a second request behind it. */
const lengths = [
  'content-length: C\r\ncontent-length: 1',
  'content-length: 1\r\ncontent-length: C',
  'content-length: C, C',
  'content-length: C,1',
  'content-length: +C',
  'content-length: -C',
  'content-length: 0xC',
  'content-length: C.0',
  'content-length: C C',
  'content-length: 99999999999999999999',
  'content-length: ',
  'content-length : C',
  ' content-length: C',
  'content-length:\r\n C',
  'content\u0000-length: C',
  'content-length: C\u0000',
  'content_length: C\r\ncontent-length: -1',
  'content-length: C\r\ntransfer-encoding: identity',
  'x: y\n content-length: C\r\ncontent-length: 1',
  'content-length: \u0663',
];

/** `transfer-encoding` as no two servers read it, each with a length beside it. */
const codings = [
  'transfer-encoding: chunked\r\ncontent-length: 4',
  'content-length: 4\r\ntransfer-encoding: chunked',
  'transfer-encoding: chunked\r\ntransfer-encoding: identity\r\ncontent-length: 4',
  'transfer-encoding: identity, chunked\r\ncontent-length: 4',
  'transfer-encoding: xchunked\r\ncontent-length: 4',
  'transfer-encoding : chunked\r\ncontent-length: 4',
  'transfer-encoding:\u000bchunked\r\ncontent-length: 4',
  'transfer-encoding: "chunked"\r\ncontent-length: 4',
  'Transfer-Encoding:\r\n chunked\r\ncontent-length: 4',
  'x: a\r\n\ttransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\ncontent-length: 4',
  'transfer-encoding: chunked, gzip\r\ncontent-length: 4',
  'transfer-encoding: chun\u0000ked\r\ncontent-length: 4',
  'transfer-encoding: chunked;q=1\r\ncontent-length: 4',
];

/** Sizes of chunks that are none. `S` stands for the right one. */
const chunkSizes = [
  '-S',
  '0xS',
  '+S',
  ' S',
  'S ',
  'S;',
  'S;a=b',
  'S\n',
  'S\r',
  'fffffffffffffffff',
  '8000000000000000',
  'S g',
  'Sg',
  '',
  '\u0660',
  '1',
  `S;${'x'.repeat(3_000)}`,
  'S\r\nx',
];

type Maker = (chance: Chance) => Pick<LoneBytes, 'ambiguous' | 'entries' | 'requests'> & { text: string };

const makers: Maker[] = [
  // Two lengths, or one that is no length.
  (chance) => {
    const [outer, hidden] = [batch(chance), batch(chance)];
    const length = oneOf(chance.random, lengths).replaceAll('C', String(Buffer.byteLength(outer.body)));
    return {
      text: `${start}${length}\r\n\r\n${outer.body}${inner(hidden)}`,
      entries: [...outer.entries, ...hidden.entries],
      ambiguous: true,
      requests: 2,
    };
  },
  // A length and a coding: by the length, what follows is a second request.
  (chance) => {
    const [outer, hidden] = [batch(chance), batch(chance)];
    const text = `${start}${oneOf(chance.random, codings)}\r\n\r\n${inOneChunk(outer.body)}${inner(hidden)}`;
    return { text, entries: [...outer.entries, ...hidden.entries], ambiguous: true, requests: 2 };
  },
  // The end of the body hidden in the chunk of another.
  (chance) => {
    const hidden = batch(chance);
    const text = `${start}content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${inner(hidden)}`;
    return { text, entries: hidden.entries, ambiguous: true, requests: 2 };
  },
  // Chunk sizes that are none; some servers read them as if.
  (chance) => {
    const [outer, hidden] = [batch(chance), batch(chance)];
    const size = oneOf(chance.random, chunkSizes).replace('S', Buffer.byteLength(outer.body).toString(16));
    const text = `${start}transfer-encoding: chunked\r\n\r\n${size}\r\n${outer.body}\r\n0\r\n\r\n${inner(hidden)}`;
    return { text, entries: [...outer.entries, ...hidden.entries], ambiguous: false, requests: 2 };
  },
  // Chunked as it should be, in pieces, with a trailer that names a length.
  (chance) => {
    const [outer, hidden] = [batch(chance), batch(chance)];
    const cut = between(chance.random, 1, 20);
    const pieces = [outer.body.slice(0, cut), outer.body.slice(cut)].map(
      (piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`,
    );
    const trailer = oneOf(chance.random, ['', 'content-length: 3\r\n', 'transfer-encoding: chunked\r\n', 'x: y\r\n']);
    const text = `${start}transfer-encoding: chunked\r\n\r\n${pieces.join('')}0\r\n${trailer}\r\n`;
    return {
      text: text + inner(hidden),
      entries: [...outer.entries, ...hidden.entries],
      ambiguous: false,
      requests: 2,
    };
  },
  // Lines that end in one way only for one of two servers.
  (chance) => {
    const outer = batch(chance);
    const ending = oneOf(chance.random, ['\n', '\r', '\r\r\n', '\u0085', '\u2028']);
    return { text: inner(outer).replaceAll('\r\n', ending), entries: outer.entries, ambiguous: true, requests: 1 };
  },
  // Request lines.
  (chance) => {
    const outer = batch(chance);
    const lines = [
      'POST /v1/records HTTP/9.9',
      'POST /v1/records HTTP/1.1 x',
      'post /v1/records HTTP/1.1',
      'POST /v1/rec\u0000ords HTTP/1.1',
      'POST /v1/records\tHTTP/1.1',
      ' POST /v1/records HTTP/1.1',
      'GET / HTTP/1.1\r\nPOST /v1/records HTTP/1.1',
    ];
    return {
      text: inner(outer).replace('POST /v1/records HTTP/1.1', oneOf(chance.random, lines)),
      entries: outer.entries,
      ambiguous: true,
      requests: 1,
    };
  },
  // What asks for another protocol, or to be asked first.
  (chance) => {
    const [outer, hidden] = [batch(chance), batch(chance)];
    const asks = [
      'expect: 100-continue',
      'expect: 999-nothing',
      'connection: upgrade\r\nupgrade: h2c',
      'connection: close',
      'connection: keep-alive, transfer-encoding',
      'host: second.test',
      'upgrade: websocket\r\nconnection: upgrade',
    ];
    const text = inner(outer).replace('\r\n\r\n', `\r\n${oneOf(chance.random, asks)}\r\n\r\n`) + inner(hidden);
    return { text, entries: [...outer.entries, ...hidden.entries], ambiguous: false, requests: 2 };
  },
  // A length for an old protocol.
  (chance) => {
    const [outer, hidden] = [batch(chance), batch(chance)];
    const text = `${start.replace('1.1', '1.0')}transfer-encoding: chunked\r\n\r\n${inOneChunk(outer.body)}${inner(hidden)}`;
    return { text, entries: [...outer.entries, ...hidden.entries], ambiguous: false, requests: 2 };
  },
];

/** Requests whose bounds can be read in two ways, with a second request hidden where the first one may end. */
export function framing(chance: Chance): LoneBytes {
  const { text, ...rest } = oneOf(chance.random, makers)(chance);
  const bytes = Buffer.from(text);
  const cut = between(chance.random, 0, bytes.length);
  const parts = chance.random() < 0.5 ? [bytes] : [bytes.subarray(0, cut), bytes.subarray(cut)];
  return { family: 'framing', parts, ...rest };
}

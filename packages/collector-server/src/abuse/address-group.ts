import { isIP } from 'node:net';

/**
 * What counts as one sender: an IPv4 address, or the first 64 bits of an IPv6 address, since a home gets that many
 * addresses (RFC 6177). What is no address, from a proxy that says something else, counts as it is.
 */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ''] = address.split('%');
  if (isIP(bare) !== 6) return bare.slice(0, 64);

  const [front = '', back] = bare.split('::');
  const first = hextets(front);
  const last = back === undefined ? [] : hextets(back);
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}

/** An IPv4 address at the end stands for two of them; which ones does not matter here. */
function hextets(part: string): string[] {
  const pieces = part === '' ? [] : part.split(':');
  return pieces.flatMap((piece) => (piece.includes('.') ? ['0', '0'] : [Number.parseInt(piece, 16).toString(16)]));
}

import { isIP } from 'node:net';

/** Which proxies may say whom a request came from: none, so many nearest ones, or those at these addresses. */
export type TrustProxy = false | number | readonly string[];

/** The first entry that is neither an address nor a network such as `10.0.0.0/8`. */
export function wrongNetwork(trustProxy: TrustProxy): string | undefined {
  if (typeof trustProxy !== 'object') return undefined;
  return trustProxy.find((network) => {
    const [address = '', bits] = network.split('/');
    const family = isIP(address);
    return family === 0 || (bits !== undefined && Number(bits) > (family === 4 ? 32 : 128));
  });
}

/** The same for Fastify, whose walk through `x-forwarded-for` begins at the connection, as number 0. */
export function trustFunction(trustProxy: TrustProxy): false | string[] | ((address: string, hop: number) => boolean) {
  if (trustProxy === false) return false;
  return typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : [...trustProxy];
}

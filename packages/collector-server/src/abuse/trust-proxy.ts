import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';

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

/** How to find the address that a request came from through proxies; `undefined` where none is believed. */
export function addressThroughProxies(trustProxy: TrustProxy): ((request: IncomingMessage) => string) | undefined {
  if (trustProxy === false) return undefined;
  // The walk through `x-forwarded-for` begins at the connection, as number 0.
  const trust =
    typeof trustProxy === 'number'
      ? (_address: string, hop: number) => hop < trustProxy
      : proxyAddress.compile([...trustProxy]);
  return (request) => proxyAddress(request, trust);
}

export type * from './api.ts';
export { OptionError } from './option-error.ts';

import type { Edgecart, EdgecartOptions } from './api.ts';
import { createClient } from './page/client.ts';
import { npmParts } from './page/npm-parts.ts';
import { serverSide } from './server-side.ts';

/**
 * Starts Edgecart on this page. On a server, where there is no `window`, it answers with a client that does nothing.
 *
 * @throws {OptionError} when an option is unknown or has a value that is not allowed; nothing else ever throws.
 */
export function createEdgecart(options: EdgecartOptions = {}): Edgecart {
  if (typeof window === 'undefined' || typeof document === 'undefined') return serverSide;
  return createClient(options, npmParts(options));
}

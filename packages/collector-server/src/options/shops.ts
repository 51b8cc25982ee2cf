import { join, resolve } from 'node:path';
import { CollectorError } from '../errors.ts';
import type { Settings } from './option-schema.ts';

/** A shop whose records are kept apart from the others'. */
export interface Shop {
  /** In the log's folders, the metrics and the topics' records. */
  name: string;
  /** Write keys, public: they stand in the shop's pages. Empty only for the one shop of a collector without shops. */
  keys: readonly string[];
  /** Where its pages may be. A request that names another origin is refused. */
  origins: readonly string[] | 'any';
  /** Folder of its models. */
  models: string;
  /** Its `catalogue.json`, for insights. */
  catalogue: string | undefined;
  /** What its insights are read with. Secret, unlike write keys. Empty: of the one shop without a key they are open, of others closed. */
  readKeys: readonly string[];
  /** Requests a minute of all its shoppers together; `undefined`: no limit. */
  requestsPerMinute: number | undefined;
}

/** What of the settings is about the one shop of a collector without shops. */
interface OneShop {
  models: string;
  catalogue?: string | undefined;
  readKeys?: readonly string[] | undefined;
}

/** The one shop of a collector without shops. */
export const defaultShop = 'default';

type GivenShop = NonNullable<Settings['shops']>[number];

/** Whether the collector serves the one shop that needs no write key. */
export const isKeyless = (shops: readonly Shop[]): boolean => shops.length === 1 && shops[0]?.keys.length === 0;

/**
 * Checks what the schema of the options can't say, and fills in defaults; without any, there is one shop, `default`,
 * for any origin and without a key. Throws a `CollectorError` `bad-option`.
 */
export function completeShops(given: readonly GivenShop[] | undefined, forOne: OneShop): Shop[] {
  const { models } = forOne;
  if (given === undefined) {
    return [
      {
        name: defaultShop,
        keys: [],
        origins: 'any',
        models,
        requestsPerMinute: undefined,
        catalogue: forOne.catalogue === undefined ? undefined : resolve(forOne.catalogue),
        readKeys: checkReadKeys(forOne.readKeys ?? [], 'readKeys'),
      },
    ];
  }
  if (forOne.catalogue !== undefined) throw fault('catalogue', 'is of one shop; with shops each names its own');
  if (forOne.readKeys !== undefined) throw fault('readKeys', 'are of one shop; with shops each has its own');
  const seen = new Set<string>();
  const once = (text: string, place: string) => {
    if (seen.has(text)) throw fault(place, `"${text}" is there twice; each must be of its own`);
    seen.add(text);
  };
  return given.map((shop, index) => {
    const place = `shops[${index}]`;
    if (!/^[a-z0-9-]{1,32}$/.test(shop.name)) {
      throw fault(`${place}.name`, `must be 1 to 32 lower-case letters, digits and hyphens, not "${cut(shop.name)}"`);
    }
    once(shop.name, `${place}.name`);
    if (shop.keys.length === 0) throw fault(`${place}.keys`, 'must hold a write key such as "wk_4f1c09ab"');
    for (const [at, key] of shop.keys.entries()) {
      if (!/^wk_[A-Za-z0-9_-]{4,64}$/.test(key)) {
        const must = 'must be "wk_" and 4 to 64 letters, digits, hyphens and underscores';
        throw fault(`${place}.keys[${at}]`, `${must}, not "${cut(key)}"`);
      }
      once(key, `${place}.keys[${at}]`);
    }
    return {
      name: shop.name,
      keys: [...shop.keys],
      origins: shop.origins === 'any' ? 'any' : checkOrigins(shop.origins, `${place}.origins`),
      models: resolve(shop.models ?? join(models, shop.name)),
      catalogue: shop.catalogue === undefined ? undefined : resolve(shop.catalogue),
      readKeys: checkReadKeys(shop.readKeys ?? [], `${place}.readKeys`).map((key, at) => {
        once(key, `${place}.readKeys[${at}]`);
        return key;
      }),
      requestsPerMinute: shop.requestsPerMinute,
    };
  });
}

function checkReadKeys(keys: readonly string[], place: string): string[] {
  for (const [at, key] of keys.entries()) {
    // Nothing of it is repeated: unlike a write key it is a secret.
    if (!/^rk_[A-Za-z0-9_-]{16,64}$/.test(key)) {
      throw fault(`${place}[${at}]`, 'must be "rk_" and 16 to 64 letters, digits, hyphens and underscores');
    }
  }
  return [...keys];
}

/** As browsers write them in `Origin`: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin. */
function checkOrigins(origins: readonly string[], place: string): string[] {
  if (origins.length === 0) throw fault(place, 'must hold an origin such as "https://shop.example", or be "any"');
  for (const [index, origin] of origins.entries()) {
    const url = URL.canParse(origin) && !origin.includes('*') ? new URL(origin) : undefined;
    const right = url !== undefined && /^https?:$/.test(url.protocol) ? url.origin : undefined;
    if (right === origin) continue;
    const advice = right === undefined ? '' : `; did you mean "${right}"?`;
    throw fault(
      `${place}[${index}]`,
      `must be an origin such as "https://shop.example", not "${cut(origin)}"${advice}`,
    );
  }
  return [...origins];
}

const fault = (place: string, reason: string) => new CollectorError('bad-option', `${place} ${reason}`);
const cut = (text: string): string => text.slice(0, 80);

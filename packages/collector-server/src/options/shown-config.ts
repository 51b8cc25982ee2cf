import type { CompleteOptions } from './options.ts';
import { isKeyless } from './shops.ts';

/** The configuration in force, as a file of `--config` would say it, but without secrets: for people and logs. */
export function shownConfig({ onNotice: _, nowMs: __, ...options }: CompleteOptions): Record<string, unknown> {
  const { kafka, shops, ...shown } = options;
  return {
    ...shown,
    ...(isKeyless(shops) ? shownOfOne(shops) : { shops: shops.map(withoutReadKeys) }),
    ...(kafka?.sasl === undefined ? { kafka } : { kafka: { ...kafka, sasl: { ...kafka.sasl, password: notShown } } }),
  };
}

/** What is said of the one shop that needs no write key. */
function shownOfOne([shop]: CompleteOptions['shops']): Record<string, unknown> {
  if (shop === undefined) return {};
  const { catalogue, readKeys } = shop;
  return { ...(catalogue !== undefined && { catalogue }), ...(readKeys.length > 0 && { readKeys: [notShown] }) };
}

const withoutReadKeys = ({ readKeys, ...shop }: CompleteOptions['shops'][number]) => ({
  ...shop,
  ...(readKeys.length > 0 && { readKeys: [notShown] }),
});

const notShown = '(not shown)';

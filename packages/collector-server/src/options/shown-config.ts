import type { CompleteOptions } from './options.ts';
import { isKeyless } from './shops.ts';

/** The configuration in force, as a file of `--config` would say it, but without the password: for people and logs. */
export function shownConfig({ onNotice: _, nowMs: __, ...options }: CompleteOptions): Record<string, unknown> {
  const { kafka, shops, ...shown } = options;
  return {
    ...shown,
    ...(isKeyless(shops) ? {} : { shops }),
    ...(kafka?.sasl === undefined
      ? { kafka }
      : { kafka: { ...kafka, sasl: { ...kafka.sasl, password: '(not shown)' } } }),
  };
}

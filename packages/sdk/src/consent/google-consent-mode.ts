import type { Consent } from '../api.ts';
import type { ConsentSource } from './consent-source.ts';

export interface GoogleConsentOptions {
  /** Name of the page's data layer. Default `dataLayer`. */
  dataLayer?: string;
  /** Which of Google's consent types stands for which switch. */
  types?: Partial<Record<keyof Consent, string>>;
}

/**
 * Suggestions are personalisation, and records are measurement. The types about advertising (`ad_storage`, `ad_user_data`,
 * `ad_personalization`) are not asked: nothing of Edgecart's goes there.
 */
const ownTypes: Record<keyof Consent, string> = {
  store: 'personalization_storage',
  remember: 'personalization_storage',
  send: 'analytics_storage',
};

/** How long a default waits for the shopper's earlier choice when it does not say so itself. */
const waitMs = 500;
const longestWaitMs = 10_000;

/**
 * Follows Google's consent mode (https://developers.google.com/tag-platform/security/guides/consent): the commands
 * `gtag('consent', 'default' | 'update', …)` that lie in the data layer already and those that come later. A type that
 * nobody names is denied.
 *
 * A default is what holds until the shopper's earlier choice has been read again, so it counts only when no update has
 * come within its `wait_for_update`: taken for a withdrawal it would wipe the visit on each page. Where a default is for
 * some regions only, its denials count and its grants do not, for the region is not known here. What a tag manager's own
 * template sets without a command in the data layer cannot be seen.
 */
export function googleConsentMode(options: GoogleConsentOptions = {}): ConsentSource {
  const { dataLayer: name = 'dataLayer' } = options;
  const types = { ...ownTypes, ...options.types };
  return (tell) => {
    const states = new Map<string, { granted: boolean; updated: boolean }>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const report = () => {
      const granted = (type: string) => states.get(type)?.granted === true;
      tell({ store: granted(types.store), remember: granted(types.remember), send: granted(types.send) });
    };
    const take = (entry: unknown) => {
      const command = readCommand(entry);
      if (command === undefined || stopped) return;
      const { updated, regional, said } = command;
      for (const type of new Set(Object.values(types))) {
        const value = Object.hasOwn(said, type) ? said[type] : undefined;
        if (value !== 'granted' && value !== 'denied') continue;
        const before = states.get(type);
        if (!updated && (before?.updated || (regional && value === 'granted'))) continue;
        const denied = value === 'denied' || (!updated && before?.granted === false);
        states.set(type, { granted: !denied, updated });
      }
      clearTimeout(timer);
      if (updated) report();
      else timer = setTimeout(report, waitOf(said));
    };

    const page = window as unknown as Record<string, unknown>;
    const layer: unknown[] = Array.isArray(page[name]) ? page[name] : [];
    page[name] = layer;
    for (const entry of [...layer]) take(entry);
    const push = layer.push;
    const watched = (...entries: unknown[]): number => {
      for (const entry of entries) take(entry);
      return push.apply(layer, entries);
    };
    layer.push = watched;
    return () => {
      stopped = true;
      clearTimeout(timer);
      // Another script may have put its own around ours.
      if (layer.push === watched) layer.push = push;
    };
  };
}

interface Command {
  updated: boolean;
  regional: boolean;
  said: Record<string, unknown>;
}

/** An entry that `gtag('consent', …)` left: its arguments. Anything else in the data layer is none of ours. */
function readCommand(entry: unknown): Command | undefined {
  try {
    const [command, action, said] = Array.from(entry as ArrayLike<unknown>);
    if (command !== 'consent' || (action !== 'default' && action !== 'update')) return undefined;
    if (typeof said !== 'object' || said === null) return undefined;
    return { updated: action === 'update', regional: 'region' in said, said: said as Record<string, unknown> };
  } catch {
    return undefined;
  }
}

function waitOf({ wait_for_update }: Record<string, unknown>): number {
  const asked = typeof wait_for_update === 'number' && wait_for_update >= 0 ? wait_for_update : waitMs;
  return Math.min(asked, longestWaitMs);
}

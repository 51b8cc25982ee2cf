import type { Consent } from '../api.ts';
import type { ConsentSource } from './consent-source.ts';
import { whenThere } from './when-there.ts';

export interface IabTcfOptions {
  /** The purposes that must all be consented to, for each switch. */
  purposes?: Partial<Record<keyof Consent, readonly number[]>>;
  /** Id in the Global Vendor List that must be consented to as well; left out for a shop that runs its own. */
  vendor?: number;
  /** What holds where the consent tool says that the GDPR does not apply. Default `denied`. */
  outsideGdpr?: 'granted' | 'denied';
}

/**
 * 1 is storage on the device, 5 and 6 are profiles for personalised content and their use, 8 is measuring how content
 * (here: suggestions) performs, 10 is improving the service (here: the next model).
 */
const ownPurposes: Record<keyof Consent, readonly number[]> = {
  store: [1],
  remember: [1, 5, 6],
  send: [1, 8, 10],
};

type Flags = Record<number, boolean> | undefined;
interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  listenerId?: number;
  purpose?: { consents?: Flags };
  vendor?: { consents?: Flags };
}
type TcfApi = (
  command: string,
  version: number,
  use: (data: unknown, ok: boolean) => void,
  parameter?: unknown,
) => void;

/**
 * The switches by what a consent tool of the Transparency and Consent Framework says; `undefined` while the shopper has
 * not decided. Consent only: a legitimate interest is none.
 */
export function consentFromTcf(data: unknown, options: IabTcfOptions = {}): Consent | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { eventStatus, gdprApplies, purpose, vendor } = data as TcData;
  // While its dialogue is open (`cmpuishown`) the data are what was chosen before, or nothing.
  if (eventStatus !== 'tcloaded' && eventStatus !== 'useractioncomplete') return undefined;
  const everywhere = gdprApplies === false && options.outsideGdpr === 'granted';
  const agreed = options.vendor === undefined || vendor?.consents?.[options.vendor] === true;
  const purposes = { ...ownPurposes, ...options.purposes };
  const granted = (name: keyof Consent) =>
    everywhere || (agreed && purposes[name].every((number) => purpose?.consents?.[number] === true));
  return { store: granted('store'), remember: granted('remember'), send: granted('send') };
}

/**
 * Follows a consent tool of IAB Europe's Transparency and Consent Framework 2.2
 * (https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework), also one that is loaded later.
 */
export function iabTcf(options: IabTcfOptions = {}): ConsentSource {
  return (tell) => {
    let stopped = false;
    let stopListening = () => {};
    const stopLooking = whenThere(findApi, (api) =>
      api('addEventListener', 2, (data, ok) => {
        if (!ok || stopped) return;
        const { listenerId } = (data ?? {}) as TcData;
        stopListening = () => api('removeEventListener', 2, () => {}, listenerId);
        const granted = consentFromTcf(data, options);
        if (granted !== undefined) tell(granted);
      }),
    );
    return () => {
      stopped = true;
      stopLooking();
      stopListening();
    };
  };
}

function findApi(): TcfApi | undefined {
  const { __tcfapi } = window as unknown as { __tcfapi?: unknown };
  return typeof __tcfapi === 'function' ? (__tcfapi as TcfApi) : undefined;
}

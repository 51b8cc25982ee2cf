import { createContext, createElement, type ReactNode, useContext, useMemo } from 'react';
import type { Edgecart } from '../api.ts';
import { createSurfaces, type Surfaces, type SurfacesOptions } from '../surfaces/index.ts';

interface Shared {
  client: Edgecart;
  surfaces: Surfaces;
}

const Context = createContext<Shared | undefined>(undefined);

export interface EdgecartProviderProps {
  /** From `createEdgecart`, made once for the page, outside of any component; on a server it does nothing. */
  client: Edgecart;
  /** Strategies and rules of the shop. Keep the same object, or every suggestion is asked for anew. */
  options?: SurfacesOptions;
  children?: ReactNode;
}

/** Hands the client to the hooks below it. */
export function EdgecartProvider({ client, options, children }: EdgecartProviderProps): ReactNode {
  const shared = useMemo(() => ({ client, surfaces: createSurfaces(client, options) }), [client, options]);
  return createElement(Context.Provider, { value: shared }, children);
}

/** @throws Error outside of an `EdgecartProvider`. */
export function useShared(): Shared {
  const shared = useContext(Context);
  if (shared === undefined)
    throw new Error('There is no <EdgecartProvider client={…}> above this component. Put one around the page.');
  return shared;
}

/** The client itself, for all that has no hook. */
export const useEdgecart = (): Edgecart => useShared().client;

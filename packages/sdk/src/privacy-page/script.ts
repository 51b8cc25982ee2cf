import { definePrivacyElement } from './index.ts';

const page = window as unknown as { edgecart?: ((...call: unknown[]) => void) & { q?: unknown[][] } };

// Before edgecart.js has loaded, its queue takes the element's call for the client.
page.edgecart ??= (...call) => {
  const stub = page.edgecart;
  if (stub !== undefined) stub.q = [...(stub.q ?? []), call];
};
definePrivacyElement();

import type { Diagnostic, Edgecart } from '@edgecart/sdk';
import type { Inspector } from '@edgecart/sdk/inspector';
import { readStored, writeStored } from '../shop/storage.ts';

const openKey = 'orchard-lane.inspector';
/** What the SDK tells before the inspector is there. */
const early: Diagnostic[] = [];
let inspector: Inspector | undefined;

export function keepDiagnostic(diagnostic: Diagnostic): void {
  if (inspector) inspector.tell(diagnostic);
  else early.push(diagnostic);
}

/** Any shop opens the inspector by `?edgecart=inspect`; this one offers it on every page, for it is there to be looked into. */
export async function startInspector(
  surfaces: readonly string[] | undefined,
  withClient: (use: (client: Edgecart) => void) => void,
): Promise<void> {
  const { openInspector } = await import('@edgecart/sdk/inspector');
  const opened = openInspector(undefined, {
    open: readStored(openKey) === true,
    ...(surfaces && { surfaces }),
    onToggle: (open) => writeStored(openKey, open),
  });
  inspector = opened;
  for (const diagnostic of early.splice(0)) opened.tell(diagnostic);
  withClient((client) => opened.look(client));
}

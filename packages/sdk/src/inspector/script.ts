import type { Diagnostic, Edgecart } from '../api.ts';
import { followLinks } from './follow-links.ts';
import { openInspector } from './open-inspector.ts';

type Calls = { ready: (client: Edgecart) => void; onDiagnostic: (diagnostic: Diagnostic) => void };
type EdgecartGlobal = <Name extends keyof Calls>(name: Name, listener: Calls[Name]) => void;

const { edgecart, self, top } = window as unknown as { edgecart?: EdgecartGlobal; self: unknown; top: unknown };

// Another site that frames the shop must not get a person to look at, or click on, what is theirs alone.
if (self === top && document.querySelector('[data-edgecart-overlay]') === null) {
  const inspector = openInspector();
  edgecart?.('ready', (client) => inspector.look(client));
  edgecart?.('onDiagnostic', (diagnostic) => inspector.tell(diagnostic));
  if (new URLSearchParams(location.search).get('edgecart') === 'inspect') followLinks();
}

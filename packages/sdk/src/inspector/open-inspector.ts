import type { Diagnostic, Edgecart } from '../api.ts';
import { element } from '../dom-element.ts';
import { insertFrame } from './frame.ts';
import { parts } from './parts.ts';
import { look } from './sight.ts';

export interface InspectorOptions {
  /** Whether it is open at first. Default yes. */
  open?: boolean;
  /** Whose suggestions can be looked at, the first at first. Default home, product, cart, after-purchase. */
  surfaces?: readonly string[];
  /** Told when the person opens or closes it. */
  onToggle?: (open: boolean) => void;
}

export interface Inspector {
  /** Looks at another client from now on. */
  look(client: Edgecart): void;
  /** Takes a diagnostic, from `onDiagnostic` of the client's options. */
  tell(diagnostic: Diagnostic): void;
  close(): void;
}

const usualSurfaces = ['home', 'product', 'cart', 'after-purchase'];
const refreshMs = 1_000;
const diagnosticsKept = 30;

/** Events that no shop should send; cleaning says what is wrong with each. */
const brokenEvents: readonly unknown[] = [
  { name: 'add_to_cart', items: [{ item_id: '', price: 2.5 }] },
  { name: 'added_to_basket', items: [{ item_id: 'any' }] },
  { name: 'view_item', items: [] },
];

/**
 * Lays the inspector over the page: what the SDK does on this device, for the person who sits before it. It lives in a
 * shadow root, reads the client of this page only, and sends nothing anywhere.
 */
export function openInspector(
  first?: Edgecart,
  { open = true, surfaces = usualSurfaces, onToggle }: InspectorOptions = {},
): Inspector {
  const { host, opener, panel, title, closer, waiting, surface, folded, places, breaker } = insertFrame(surfaces);
  const shown = new Map<string, string>();
  const names = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  let client = first;
  let timer: ReturnType<typeof setInterval> | undefined;
  let looking = false;

  const update = async () => {
    if (looking || client === undefined || panel.hidden || document.visibilityState === 'hidden') return;
    looking = true;
    const sight = await look(client, surface.value, diagnostics, names).finally(() => {
      looking = false;
    });
    // A client that was closed meanwhile knows nothing any more; the last sight stays.
    if (sight.insights.session.startedMs === 0) return;
    for (const { id, show } of parts) {
      const made = element('div', {}, ...show(sight));
      // Unchanged parts are left alone, so that a selection or a place in a list is not lost every second.
      if (shown.get(id) === made.outerHTML) continue;
      shown.set(id, made.outerHTML);
      places.get(id)?.replaceChildren(...made.childNodes);
    }
    for (const each of folded) each.hidden = false;
    waiting.hidden = true;
  };
  const setOpen = (now: boolean) => {
    panel.hidden = !now;
    opener.hidden = now;
    document.documentElement.dataset.edgecartInspector = now ? 'open' : 'closed';
    clearInterval(timer);
    if (now) timer = setInterval(() => void update(), refreshMs);
    void update();
  };
  const choose = (now: boolean) => {
    setOpen(now);
    (now ? title : opener).focus({ preventScroll: true });
    onToggle?.(now);
  };

  opener.addEventListener('click', () => choose(true));
  closer.addEventListener('click', () => choose(false));
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && choose(false));
  surface.addEventListener('change', () => void update());
  let broken = 0;
  breaker.addEventListener('click', () => {
    // The cast is the point: this is what TypeScript would have refused.
    client?.track(brokenEvents[broken++ % brokenEvents.length] as Parameters<Edgecart['track']>[0]);
    void update();
  });
  setOpen(open);

  return {
    look(other) {
      client = other;
      void update();
    },
    tell(diagnostic) {
      diagnostics.unshift(diagnostic);
      diagnostics.length = Math.min(diagnostics.length, diagnosticsKept);
      void update();
    },
    close() {
      clearInterval(timer);
      delete document.documentElement.dataset.edgecartInspector;
      host.remove();
    },
  };
}

import type { Edgecart, Recommendations } from '@edgecart/sdk';
import { html } from '../html.ts';
import { render } from '../render.ts';
import type { Range } from '../shop/catalogue.ts';
import { scriptFailed, scriptFailedEvent } from '../shop/edgecart.ts';
import { readStored, writeStored } from '../shop/storage.ts';
import { answerShownEvent } from '../suggestions/answer-shown.ts';
import { diagnostics } from './diagnostics.ts';
import { parts, type Sight } from './parts.ts';

const openKey = 'orchard-lane.panel';

const frame = html`<button type="button" class="panel-toggle" data-testid="developer-panel-toggle" aria-expanded="false" aria-controls="developer-panel"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 7l-5 5 5 5M16 7l5 5-5 5"/></svg><span>What the SDK sees</span></button>
  <aside class="panel" id="developer-panel" data-testid="developer-panel" aria-labelledby="panel-title" hidden>
    <div class="panel-head"><h2 id="panel-title" tabindex="-1">What the SDK sees</h2><button type="button" class="icon-button" data-panel-close aria-label="Close"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18"/></svg></button></div>
    <p class="panel-wait">Waiting for edgecart.js …</p>
    ${parts.map(({ id, title, open }) => html`<details class="panel-part"${open && html` open`}><summary>${title}</summary><div data-part="${id}" data-testid="panel-${id}"></div></details>`)}
    <p><button type="button" class="button quiet" data-broken data-testid="send-broken-event">Send a broken event</button></p>
  </aside>`;

/** Events that no shop should send; cleaning says what is wrong with each. */
const brokenEvents: readonly object[] = [
  { name: 'add_to_cart', items: [{ item_id: '', price: 2.5 }] },
  { name: 'added_to_basket', items: [{ item_id: '1082185' }] },
  { name: 'view_item', items: [] },
];

function insertFrame(): { toggle: HTMLElement; panel: HTMLElement } {
  document.body.insertAdjacentHTML('beforeend', frame.markup);
  const toggle = document.querySelector<HTMLElement>('.panel-toggle');
  const panel = document.querySelector<HTMLElement>('.panel');
  if (!toggle || !panel) throw new Error('The panel could not be inserted.');
  return { toggle, panel };
}

/** The developer's side panel; `withClient` hands over the client whose sight is shown, and later ones if there are. */
export function startPanel(range: Range, withClient: (use: (client: Edgecart) => void) => void): void {
  const { toggle, panel } = insertFrame();
  const shown = new Map<string, string>();
  let client: Edgecart | undefined;
  let answer: Recommendations | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const nameOf = (id: string) => range.byId.get(id)?.item_name ?? id;
  const waiting = panel.querySelector('.panel-wait');

  const update = async () => {
    if (panel.hidden || client === undefined || document.visibilityState === 'hidden') return;
    const [insights, ledger] = await Promise.all([client.insights(), client.ledger()]);
    // A client that was closed meanwhile (the replay opens one a basket) knows nothing any more; the last sight stays.
    if (insights.session.startedMs === 0) return;
    const sight: Sight = { insights, ledger, diagnostics: diagnostics(), answer, nameOf };
    for (const { id, show } of parts) {
      const target = panel.querySelector(`[data-part="${id}"]`);
      const content = show(sight);
      // Unchanged parts are left alone, so that a selection or a place in a list is not lost every second.
      if (target && shown.get(id) !== content.markup) render(target, content);
      shown.set(id, content.markup);
    }
    if (waiting) waiting.textContent = '';
    panel.dataset.filled = '';
  };

  const setOpen = (open: boolean) => {
    panel.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    document.documentElement.dataset.panel = open ? 'open' : 'closed';
    clearInterval(timer);
    if (!open) return;
    timer = setInterval(() => void update(), 1_000);
    void update();
  };
  const choose = (open: boolean) => {
    writeStored(openKey, open);
    setOpen(open);
    (open ? panel.querySelector<HTMLElement>('#panel-title') : toggle)?.focus({ preventScroll: true });
  };

  toggle.addEventListener('click', () => choose(panel.hidden !== false));
  panel.querySelector('[data-panel-close]')?.addEventListener('click', () => choose(false));
  panel.addEventListener('keydown', ({ key }) => key === 'Escape' && choose(false));
  let broken = 0;
  panel.querySelector('[data-broken]')?.addEventListener('click', () => {
    // The cast is the point: this is what TypeScript would have refused.
    client?.track(brokenEvents[broken++ % brokenEvents.length] as Parameters<Edgecart['track']>[0]);
    void update();
  });
  addEventListener(answerShownEvent, (event) => {
    answer = (event as CustomEvent<Recommendations>).detail;
    void update();
  });
  const failed = () => {
    if (waiting) waiting.textContent = 'edgecart.js could not be loaded. The shop goes on without it.';
  };
  addEventListener(scriptFailedEvent, failed);
  if (scriptFailed()) failed();
  setOpen(readStored(openKey) === true);
  withClient((ready) => {
    client = ready;
    void update();
  });
}

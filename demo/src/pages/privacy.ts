import type { LedgerEntry } from '@edgecart/sdk';
import { openBanner } from '../consent/banner.ts';
import { forgetChoice, nothingAllowed, storedChoice } from '../consent/choice.ts';
import { ledgerEntry } from '../consent/ledger-entry.ts';
import { switches } from '../consent/switches.ts';
import { html } from '../html.ts';
import { byId, render } from '../render.ts';
import { announce } from '../shop/announce.ts';
import type { Range } from '../shop/catalogue.ts';
import { edgecart, scriptFailed, scriptFailedEvent } from '../shop/edgecart.ts';
import { startSite } from '../site.ts';

const frame = html`<div class="page-head"><h1>Your privacy</h1></div>
  <div class="prose">
    <p class="lead">Suggestions are worked out in this browser. What you look at, what is in your cart and who you are stay here. If you agree, small anonymous records leave, and this page shows every one of them, byte for byte.</p>
    <section aria-labelledby="agreed-title"><h2 id="agreed-title">What you agreed to</h2><ul class="agreed" id="agreed"></ul>
      <p><button type="button" class="button quiet" data-open-consent>Change it</button></p></section>
    <section aria-labelledby="left-title"><h2 id="left-title">What left this device</h2><div id="left"><p>Looking …</p></div></section>
    <section aria-labelledby="forget-title" id="forget"><h2 id="forget-title">Forget me</h2>
      <p>Wipes what Edgecart keeps in this browser: the visit, what was learned, records that wait, this list and your choice. What was sent cannot be called back, because nobody can tell which records were yours. Your cart is the shop’s own and stays.</p>
      <p><button type="button" class="button danger" id="forget-me" data-testid="forget-me">Forget me</button></p></section>
  </div>`;

function showAgreed(): void {
  const choice = storedChoice() ?? nothingAllowed;
  render(
    byId('agreed'),
    html`${switches.map(({ name, title }) => html`<li class="${choice[name] ? 'yes' : 'no'}"><span>${title.replace(/\.$/, '')}</span> <strong>${choice[name] ? 'yes' : 'no'}</strong></li>`)}`,
  );
}

function showLedger(entries: readonly LedgerEntry[], range: Range): void {
  const newest = [...entries].sort((a, b) => b.sentMs - a.sentMs);
  const nameOf = (id: string) => range.byId.get(id)?.item_name ?? id;
  render(
    byId('left'),
    entries.length === 0
      ? html`<p class="nothing" data-testid="ledger-empty">Nothing has left this device.</p>`
      : html`<p data-testid="ledger-count">${entries.length} ${entries.length === 1 ? 'record' : 'records'}, the newest first.</p><ol class="ledger">${newest.map((entry) => ledgerEntry(entry, nameOf))}</ol>`,
  );
}

function fill(range: Range): void {
  render(byId('main'), frame);
  showAgreed();
  addEventListener('consent-changed', showAgreed);
  const unavailable = () =>
    render(byId('left'), html`<p class="nothing">Edgecart could not be loaded, so nothing can leave from here.</p>`);
  addEventListener(scriptFailedEvent, unavailable);
  if (scriptFailed()) unavailable();

  edgecart('ready', (client) => {
    let shown = -1;
    const update = async () => {
      const entries = await client.ledger();
      if (entries.length !== shown) showLedger(entries, range);
      shown = entries.length;
    };
    setInterval(() => document.visibilityState === 'visible' && void update(), 2_000);
    void update();
    byId('forget-me').addEventListener('click', async () => {
      await client.forget();
      forgetChoice();
      showAgreed();
      await update();
      openBanner(false, false);
      announce('Everything that Edgecart kept in this browser is wiped.');
    });
  });
  if (location.hash === '#forget') byId('forget').scrollIntoView();
}

void startSite(fill);

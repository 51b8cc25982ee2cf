import type { Consent } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { byId, render } from '../render.ts';
import { privacyUrl } from '../shop/addresses.ts';
import { announce } from '../shop/announce.ts';
import { edgecart } from '../shop/edgecart.ts';
import { browserDeclines, nothingAllowed, storeChoice, storedChoice } from './choice.ts';
import { switches } from './switches.ts';

function switchRow({ name, title, text }: (typeof switches)[number], choice: Consent): Html {
  const declined = name === 'send' && browserDeclines();
  return html`<li>
    <input type="checkbox" id="consent-${name}" name="${name}" data-testid="consent-${name}"${choice[name] && !declined && html` checked`}${declined && html` disabled`} />
    <label for="consent-${name}"><strong>${title}</strong> <span>${text}${declined && ' Your browser asks not to be tracked, so this stays off.'}</span></label>
  </li>`;
}

function banner(choice: Consent, chosen: boolean, open: boolean): Html {
  return html`<section class="consent" data-testid="consent-banner" aria-labelledby="consent-title">
    <form>
      <h2 id="consent-title" tabindex="-1">You decide what is kept, and what leaves</h2>
      <p>Our suggestions are worked out in your own browser, also if you agree to nothing. <a href="${privacyUrl}">See what has left this device</a></p>
      <ul class="switches"${!open && html` hidden`}>${switches.map((row) => switchRow(row, choice))}</ul>
      <div class="consent-buttons">
        <button type="button" class="button" data-choice="all" data-testid="consent-accept">Accept all</button>
        <button type="button" class="button" data-choice="none" data-testid="consent-reject">Only necessary</button>
        ${
          open
            ? html`<button type="submit" class="button quiet" data-testid="consent-save">Save my choice</button>`
            : html`<button type="button" class="button quiet" data-choice="choose" data-testid="consent-choose" aria-expanded="false">Choose</button>`
        }
        ${chosen && html`<button type="button" class="button quiet" data-choice="close">Close</button>`}
      </div>
    </form>
  </section>`;
}

let opener: HTMLElement | null = null;

function close(): void {
  byId('consent').replaceChildren();
  document.documentElement.style.removeProperty('--consent-height');
  (opener ?? byId('main')).focus({ preventScroll: true });
  opener = null;
}

function decide(choice: Consent): void {
  const allowed = { ...choice, send: choice.send && !browserDeclines() };
  storeChoice(allowed);
  edgecart('consent', allowed);
  close();
  announce('Your choice is saved.');
  dispatchEvent(new Event('consent-changed'));
}

/** A switch that needs another one brings it along; one that is taken away takes its dependant with it. */
function keepInStep(form: HTMLFormElement, changed: HTMLInputElement): void {
  const box = (name: string) => form.querySelector<HTMLInputElement>(`[name="${name}"]`);
  const [store, remember] = [box('store'), box('remember')];
  if (!store || !remember) return;
  if (changed === remember && remember.checked) store.checked = true;
  if (changed === store && !store.checked) remember.checked = false;
}

export function openBanner(open: boolean, takeFocus: boolean): void {
  const holder = byId('consent');
  render(holder, banner(storedChoice() ?? nothingAllowed, storedChoice() !== undefined, open));
  const form = holder.querySelector('form');
  const section = holder.querySelector('section');
  if (form === null || section === null) return;
  // What the banner covers must still be reachable by scrolling.
  new ResizeObserver(() =>
    document.documentElement.style.setProperty('--consent-height', `${section.offsetHeight}px`),
  ).observe(section);
  form.addEventListener('change', ({ target }) => target instanceof HTMLInputElement && keepInStep(form, target));
  form.addEventListener('click', ({ target }) => {
    const choice = target instanceof HTMLElement ? target.dataset.choice : undefined;
    if (choice === 'all') decide({ store: true, remember: true, send: true });
    else if (choice === 'none') decide(nothingAllowed);
    else if (choice === 'choose') openBanner(true, true);
    else if (choice === 'close') close();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    decide({ store: given.has('store'), remember: given.has('remember'), send: given.has('send') });
  });
  if (takeFocus) form.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
}

/** Tells the SDK what was chosen before, and asks whoever has not chosen yet. */
export function startConsent(): void {
  const choice = storedChoice();
  if (choice) edgecart('consent', choice);
  else openBanner(false, false);
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches('[data-open-consent]')) return;
    opener = target;
    openBanner(true, true);
  });
}

import { html } from '../html.ts';
import { formatMoney } from '../money.ts';
import { empty } from '../picture/empty.ts';
import { byId, render } from '../render.ts';
import { orderSummary } from '../shelf/order-summary.ts';
import { splitName } from '../shelf/product-name.ts';
import { cartUrl, homeUrl, thanksUrl } from '../shop/addresses.ts';
import { cartLines } from '../shop/cart.ts';
import { priceLines, sumUp } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { checkFields, type Field, fields } from '../shop/checkout-form.ts';
import { trackCart } from '../shop/events.ts';
import { placeOrder } from '../shop/order.ts';
import { startSite } from '../site.ts';

const slots = ['Today, 5 pm to 7 pm', 'Tomorrow, 8 am to 10 am', 'Tomorrow, 5 pm to 7 pm'];

const fieldRow = ({ name, label, autocomplete, type }: Field) => html`<div class="field field-${name}">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${type ?? 'text'}" autocomplete="${autocomplete}" required aria-describedby="${name}-problem" />
    <p class="problem" id="${name}-problem"></p>
  </div>`;

const form = html`<form id="checkout" novalidate>
    <div class="problems" id="problems" role="alert" tabindex="-1" hidden></div>
    <fieldset><legend>Where do we bring it?</legend><div class="fields">${fields.map(fieldRow)}</div></fieldset>
    <fieldset><legend>When?</legend><div class="radios">${slots.map((slot, at) => html`<label><input type="radio" name="slot" value="${slot}"${at === 0 && html` checked`} /> <span>${slot}</span></label>`)}</div></fieldset>
    <p class="small">This is a demo: no order is placed, and what you type stays in this form. Any name will do.</p>
    <button class="button big" data-testid="place-order">Place the order</button>
  </form>`;

/** Marks what is wrong at each field, and sums it up above the form, where the focus goes. */
function showProblems(problems: ReturnType<typeof checkFields>): void {
  for (const { name } of fields) {
    const problem = problems.find(({ field }) => field.name === name)?.problem;
    byId(name).setAttribute('aria-invalid', String(problem !== undefined));
    byId(`${name}-problem`).textContent = problem ?? '';
  }
  const box = byId('problems');
  box.hidden = problems.length === 0;
  render(
    box,
    html`<p>${problems.length === 1 ? 'One thing is' : `${problems.length} things are`} missing:</p><ul>${problems.map(({ field, problem }) => html`<li><a href="#${field.name}">${problem}</a></li>`)}</ul>`,
  );
  if (problems.length > 0) box.focus();
}

function fill(range: Range): void {
  const lines = priceLines(cartLines(), range);
  if (lines.length === 0) {
    render(
      byId('main'),
      html`<div class="notice">${empty()}<h1>There is nothing to check out</h1><p>Your cart is empty.</p><p><a class="button" href="${homeUrl}">Have a look around</a></p></div>`,
    );
    return;
  }
  const sums = sumUp(lines);
  render(
    byId('main'),
    html`<div class="page-head"><h1>Checkout</h1></div>
      <div class="cart-columns">
        ${form}
        <section class="summary" aria-labelledby="summary-title"><h2 id="summary-title">Your order</h2>
          <ul class="order-lines">${lines.map(({ item, quantity, total }) => html`<li><span>${quantity} × ${splitName(item.item_name).title}</span><span>${formatMoney(total)}</span></li>`)}</ul>
          ${orderSummary(sums)}
          <p class="small"><a href="${cartUrl}">Change the cart</a></p></section>
      </div>`,
  );
  trackCart('begin_checkout', lines, sums.subtotal);
  const checkout = byId('checkout') as HTMLFormElement;
  checkout.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(checkout);
    const problems = checkFields((name) => String(given.get(name) ?? ''));
    showProblems(problems);
    if (problems.length > 0) return;
    location.assign(thanksUrl(placeOrder(cartLines(), sums.subtotal, String(given.get('slot') ?? '')).id));
  });
}

void startSite(fill);

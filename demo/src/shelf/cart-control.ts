import type { CatalogueItem } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { render } from '../render.ts';
import { announce } from '../shop/announce.ts';
import { cartLines, onCartChange, setQuantity } from '../shop/cart.ts';
import { type CartLine, countItems, type ListPlace, mostPerLine, quantityOf } from '../shop/cart-lines.ts';
import type { Range } from '../shop/catalogue.ts';
import { isGone, onStockChange } from '../shop/stock.ts';

const minus = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 12h12"/></svg>`;
const plus = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 12h12M12 6v12"/></svg>`;
const bin = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 7h14M10 7V4.500h4V7M7 7l1 12.500h8L17 7M10.5 10.500v5.500M13.5 10.500v5.5"/></svg>`;

/** The inside of a control: a button as long as the product is not in the cart and can be had, then a stepper. */
function buttons(item: CatalogueItem, quantity: number): Html {
  const { item_id: id, item_name: name } = item;
  if (quantity === 0 && isGone(id)) return html`<p class="out-of-stock" data-testid="sold-out">Sold out</p>`;
  if (quantity === 0) {
    return html`<button type="button" class="add" data-testid="add-to-cart" data-act="add" data-key="add-${id}" data-focus-next aria-label="Add ${name} to cart">${plus}<span>Add</span></button>`;
  }
  const last = quantity === 1;
  return html`<div class="stepper" role="group" aria-label="Quantity of ${name}">
    <button type="button" data-testid="decrease" data-act="less" data-key="less-${id}" aria-label="${last ? `Remove ${name} from cart` : `One ${name} less`}">${last ? bin : minus}</button>
    <output data-testid="quantity">${quantity}</output>
    <button type="button" data-testid="increase" data-act="more" data-key="more-${id}" data-focus-next aria-label="One ${name} more"${quantity >= mostPerLine && html` disabled`}>${plus}</button>
  </div>`;
}

/** Puts a product into the cart and changes its quantity; `from` is the list it stands in. */
export function cartControl(item: CatalogueItem, lines: readonly CartLine[], from?: ListPlace): Html {
  const quantity = quantityOf(lines, item.item_id);
  if (item.in_stock === false && quantity === 0) return html`<p class="out-of-stock">Out of stock</p>`;
  return html`<div class="control" data-control="${item.item_id}"${from && html` data-list="${from.list}" data-index="${from.index}"`}>${buttons(item, quantity)}</div>`;
}

function act(button: HTMLElement, control: HTMLElement, range: Range): void {
  const id = control.dataset.control ?? '';
  const item = range.byId.get(id);
  if (!item) return;
  const { list, index } = control.dataset;
  const before = quantityOf(cartLines(), id);
  const after = before + (button.dataset.act === 'less' ? -1 : 1);
  setQuantity(id, after, list === undefined ? undefined : { list, index: Number(index) });
  const count = countItems(cartLines());
  const done = after === 0 ? 'Removed' : after > before ? 'Added' : 'One less:';
  announce(`${done} ${item.item_name}. ${count} ${count === 1 ? 'item' : 'items'} in your cart.`);
}

/** One listener for all controls of the page, also those that come later. */
export function startCartControls(range: Range): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-act]') : null;
    const control = button?.closest<HTMLElement>('[data-control]');
    if (button && control) act(button, control, range);
  });
  const fill = () => {
    const lines = cartLines();
    for (const control of document.querySelectorAll<HTMLElement>('[data-control]')) {
      const item = range.byId.get(control.dataset.control ?? '');
      if (item) render(control, buttons(item, quantityOf(lines, item.item_id)));
    }
  };
  onCartChange(fill);
  onStockChange(fill);
}

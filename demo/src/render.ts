import type { Html } from './html.ts';

/**
 * Replaces what an element holds. Keyboard focus stays on the control with the same `data-key`; where that is gone, the
 * new markup may name a successor by `data-focus-next`, so that nobody is thrown back to the top of the page.
 */
export function render(target: Element, content: Html): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && target.contains(focused) ? focused.dataset.key : undefined;
  target.innerHTML = content.markup;
  if (key === undefined) return;
  const successor =
    target.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ??
    target.querySelector<HTMLElement>('[data-focus-next]');
  successor?.focus({ preventScroll: true });
}

/** The element with this id, of which the page's own markup makes sure. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element with the id ${id}.`);
  return element;
}

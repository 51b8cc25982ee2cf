import type { Item, ShopperEvent } from '../api.ts';
import type { Mistake, Target } from './target.ts';

/** A target that writes down what it is told, and the mistakes. */
export function listening(cartBefore: { item_id: string; quantity: number; price?: number }[] = []) {
  const events: ShopperEvent[] = [];
  const carts: Item[][] = [];
  const mistakes: Mistake[] = [];
  const target: Target = {
    track: (event) => events.push(event),
    cart: { set: (items) => carts.push(items) },
    insights: async () => ({ cart: { lines: cartBefore } }),
  };
  return { target, events, carts, mistakes, onMistake: (mistake: Mistake) => mistakes.push(mistake) };
}

/** Makes the document one that a shop's server might have sent. */
export function showPage(body: string, { head = '', classes = '' } = {}): void {
  document.head.innerHTML = head;
  document.body.className = classes;
  document.body.innerHTML = body;
}

/** Answers like a shop's server; `answers` are bodies by path, and may be changed while the test goes on. */
export function answering(answers: Record<string, unknown>): typeof fetch {
  return async (input) => {
    const body = answers[new URL(String(input), location.href).pathname];
    return body === undefined ? new Response('', { status: 404 }) : Response.json(body);
  };
}

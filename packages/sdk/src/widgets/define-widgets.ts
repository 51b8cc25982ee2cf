import type { Edgecart } from '../api.ts';
import { createSurfaces } from '../surfaces/index.ts';
import { observedAttributes } from './element-settings.ts';
import { startWidget, type WidgetOptions } from './start-widget.ts';

const elementName = 'edgecart-recommendations';

/**
 * Defines `<edgecart-recommendations>`. Elements that are on the page already hold their room until the client is there,
 * and it may come late or never. On a server, and when it was defined before, it does nothing.
 */
export function defineWidgets(client: Edgecart | PromiseLike<Edgecart>, options: WidgetOptions = {}): void {
  if (typeof customElements === 'undefined' || customElements.get(elementName) !== undefined) return;
  const ready = Promise.resolve(client).then((edgecart) => ({ edgecart, surfaces: createSurfaces(edgecart, options) }));

  class EdgecartRecommendations extends HTMLElement {
    static readonly observedAttributes = observedAttributes;
    #stop: (() => void) | undefined;
    #restarting = false;

    connectedCallback(): void {
      this.#restart();
    }

    disconnectedCallback(): void {
      this.#restart();
    }

    attributeChangedCallback(): void {
      this.#restart();
    }

    /** Attributes change one by one, and moving an element takes it out and puts it back: one start does for all. */
    #restart(): void {
      if (this.#restarting) return;
      this.#restarting = true;
      queueMicrotask(() => {
        this.#restarting = false;
        this.#stop?.();
        this.#stop = this.isConnected ? startWidget(this, ready, options) : undefined;
      });
    }
  }
  customElements.define(elementName, EdgecartRecommendations);
}

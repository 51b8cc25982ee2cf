import { EdgecartPrivacy } from './privacy-element.ts';

export { EdgecartPrivacy, type PrivacyClient } from './privacy-element.ts';
export { english, type PrivacyWords } from './words.ts';

/** Makes `<edgecart-privacy>` known to the page; a second call does nothing. */
export function definePrivacyElement(name = 'edgecart-privacy'): void {
  if (customElements.get(name) === undefined) customElements.define(name, class extends EdgecartPrivacy {});
}

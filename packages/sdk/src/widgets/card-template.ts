import type { CardContent } from './card.ts';

/**
 * A card from the shop's own `<template>`: every element with `data-edgecart` gets what it names, as text, as the source
 * of a picture or as the target of a link. What has nothing to show is taken away.
 */
export function cardFromTemplate(template: HTMLTemplateElement, content: CardContent): DocumentFragment {
  const { name, brand, category, price, reason, href, image, add } = content;
  const values: Readonly<Record<string, string | undefined>> = { name, brand, category, price, reason, image, add };
  const made = document.importNode(template.content, true);
  for (const place of made.querySelectorAll<HTMLElement>('[data-edgecart]')) {
    const wanted = place.dataset.edgecart ?? '';
    if (wanted === 'link') {
      place.dataset.edgecartAct = 'select';
      if (href !== undefined) place.setAttribute('href', href);
      continue;
    }
    const value = Object.hasOwn(values, wanted) ? values[wanted] : undefined;
    if (wanted === 'add') {
      place.dataset.edgecartAct = 'add';
      place.setAttribute('aria-label', value ?? name);
    } else if (value === undefined) place.remove();
    else if (place instanceof HTMLImageElement) {
      place.alt = '';
      place.src = value;
    } else place.textContent = value;
  }
  return made;
}

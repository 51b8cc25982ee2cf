/**
 * The look of a widget. Every measure that decides about a card's height is fixed, so that a card with a short name, a
 * long one or none at all is as high as any other: the room is reserved before there is an answer.
 */
export const style = `
:host {
  display: block;
  container-type: inline-size;
  color: var(--edgecart-text, light-dark(#1c2126, #eceff2));
  font: var(--edgecart-font, inherit);
  line-height: 1.35;
}
:host([hidden]), section[data-state="absent"] { display: none; }
section[data-state="blank"] { visibility: hidden; }
section[data-state="pending"] :is([part~="heading"], [part~="link"]) { visibility: hidden; }
[part~="heading"] {
  margin: 0 0 0.75rem;
  min-block-size: 1.35em;
  font-size: var(--edgecart-heading-size, 1.35rem);
  font-weight: 700;
}
ul {
  display: grid;
  gap: var(--edgecart-gap, 1rem);
  margin: 0 -3px;
  padding: 3px 3px 0.75rem;
  list-style: none;
}
section[data-layout="row"] ul {
  max-inline-size: calc(var(--places) * var(--edgecart-card-most, 14rem));
  grid-auto-flow: column;
  grid-auto-columns: minmax(var(--edgecart-card-size, 10.5rem), 1fr);
  overflow-x: auto;
  overscroll-behavior-inline: contain;
  scroll-snap-type: x proximity;
  scrollbar-width: thin;
}
section[data-layout="grid"] ul {
  grid-template-columns: repeat(auto-fill, minmax(min(var(--edgecart-card-size, 10.5rem), 45%), 1fr));
}
li { position: relative; min-inline-size: 0; scroll-snap-align: start; }
li.filler { visibility: hidden; }
[part~="card"], .blank {
  display: flex;
  flex-direction: column;
  block-size: 100%;
  box-sizing: border-box;
  padding: var(--edgecart-card-padding, 0.625rem);
  border: 1px solid var(--edgecart-line, light-dark(#dfe3e6, #3a4149));
  border-radius: var(--edgecart-radius, 0.75rem);
  background: var(--edgecart-surface, light-dark(#fff, #1d2227));
}
[part~="link"] {
  display: block;
  inline-size: 100%;
  padding: 0;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  text-align: start;
  text-decoration: none;
  cursor: pointer;
}
[part~="link"]::after { content: ""; position: absolute; inset: 0; border-radius: var(--edgecart-radius, 0.75rem); }
[part~="link"]:focus-visible { outline: none; }
[part~="link"]:focus-visible::after, [part~="add"]:focus-visible {
  outline: 3px solid var(--edgecart-focus, light-dark(#1a5fc4, #8ab8ff));
  outline-offset: 0;
}
[part~="link"]:hover [part~="name"] { text-decoration: underline; }
[part~="tile"] {
  display: grid;
  place-items: center;
  aspect-ratio: var(--edgecart-image-ratio, 1);
  overflow: hidden;
  border-radius: calc(var(--edgecart-radius, 0.75rem) * 0.65);
  background: var(--edgecart-tile, light-dark(#eef1f3, #2a3037));
}
[part~="image"] { inline-size: 100%; block-size: 100%; object-fit: var(--edgecart-image-fit, cover); }
[part~="letter"] {
  color: var(--edgecart-soft, light-dark(#545d66, #aeb6be));
  font-size: 2.25rem;
  font-weight: 600;
}
[part~="name"], [part~="reason"] {
  display: -webkit-box;
  block-size: 2.7em;
  overflow: hidden;
  overflow-wrap: anywhere;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
  line-clamp: 2;
}
[part~="name"] { margin-block-start: 0.5rem; font-weight: 600; }
[part~="reason"] {
  margin: 0.35rem 0 0;
  color: var(--edgecart-soft, light-dark(#545d66, #aeb6be));
  font-size: 0.8125rem;
}
[part~="foot"] {
  display: flex;
  align-items: center;
  justify-content: space-between;
  block-size: 2.5rem;
  margin-block-start: 0.35rem;
}
[part~="price"] { margin: 0; font-weight: 700; font-variant-numeric: tabular-nums; white-space: nowrap; }
[part~="add"] {
  position: relative;
  z-index: 1;
  inline-size: 2.5rem;
  block-size: 2.5rem;
  margin-inline-start: auto;
  padding: 0;
  border: 0;
  border-radius: 50%;
  background: var(--edgecart-accent, light-dark(#1d5c3f, #8fd3a5));
  color: var(--edgecart-on-accent, light-dark(#fff, #10241a));
  font: inherit;
  font-size: 1.35rem;
  line-height: 1;
  cursor: pointer;
}
.heard {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
section[data-own="true"] li { display: grid; min-block-size: var(--edgecart-card-height, 20rem); }
@media (prefers-reduced-motion: no-preference) {
  li.new { animation: arrive 0.3s ease-out; }
  @keyframes arrive { from { opacity: 0; } }
}
@media (forced-colors: active) { [part~="card"] { border-color: CanvasText; } }
`;

/** Every colour, space and font can be set from outside: by custom properties, and by parts for the rest. */
export const style = `
:host { display: block; font: inherit; color: var(--edgecart-text, inherit); line-height: 1.5;
  --line: var(--edgecart-line, color-mix(in srgb, currentColor 22%, transparent)); }
section + section { margin-block-start: var(--edgecart-gap, 2rem); }
h2 { font-size: 1.25em; margin: 0 0 .5em; text-wrap: balance; }
p { margin: 0 0 .75em; max-width: 65ch; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.switches li { display: flex; gap: .75em; align-items: flex-start; padding-block: .75em; border-block-start: 1px solid var(--line); }
.switches input { inline-size: 1.35em; block-size: 1.35em; margin: .1em 0 0; flex: none; accent-color: var(--edgecart-accent, auto); }
.switches strong { display: block; }
.switches small, .when { font-size: .875em; opacity: .85; }
.left { max-block-size: var(--edgecart-list-height, 28rem); overflow: auto; border: 1px solid var(--line); border-radius: var(--edgecart-radius, .5rem); }
.left li { padding: .75em 1em; }
.left li + li { border-block-start: 1px solid var(--line); }
.left p { margin: 0; }
pre { margin: .4em 0 0; font-size: .8125em; white-space: pre-wrap; overflow-wrap: anywhere; opacity: .85; }
button { font: inherit; padding: .5em 1em; min-block-size: 2.75em; border: 1px solid currentColor; border-radius: var(--edgecart-radius, .5rem);
  background: none; color: inherit; cursor: pointer; }
button:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
.forget button { color: var(--edgecart-danger, #b3261e); }
:focus-visible { outline: 3px solid var(--edgecart-accent, Highlight); outline-offset: 2px; }
.head { display: flex; flex-wrap: wrap; gap: .5em 1em; justify-content: space-between; align-items: baseline; margin-block-end: .75em; }
.head p { margin: 0; }
`;

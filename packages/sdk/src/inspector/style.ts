/** The look of the inspector; it takes nothing over from the page but its colour scheme. */
export const style = `
:host { all: initial; display: block; }
:host, button, select { font: 14px/1.45 system-ui, sans-serif; color: light-dark(#1b2329, #e8edf0); }
* { box-sizing: border-box; }
.open {
  position: fixed;
  inset: auto 1rem calc(1rem + var(--edgecart-inspector-bottom, 0px)) auto;
  z-index: 2147483646;
  padding: 0.65rem 1.1rem;
  border: 0;
  border-radius: 999px;
  background: #16242f;
  color: #eef5f8;
  font-weight: 600;
  cursor: pointer;
  box-shadow: 0 4px 16px rgb(0 0 0 / 0.3);
}
aside {
  position: fixed;
  inset: 0 0 0 auto;
  z-index: 2147483647;
  inline-size: min(26rem, 100vw);
  padding: 0 1.1rem calc(2rem + var(--edgecart-inspector-bottom, 0px));
  overflow-y: auto;
  overscroll-behavior: contain;
  border-inline-start: 1px solid light-dark(#d8dfe3, #36424b);
  background: light-dark(#fbfcfd, #151b20);
  box-shadow: -8px 0 32px rgb(0 0 0 / 0.12);
}
[hidden] { display: none; }
header {
  position: sticky;
  inset-block-start: 0;
  z-index: 1;
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 0.5rem;
  margin-inline: -1.1rem;
  padding: 0.75rem 1.1rem;
  background: inherit;
}
h2 { margin: 0; font-size: 1.1rem; outline: none; }
header button, footer button, select {
  padding: 0.4rem 0.75rem;
  border: 1px solid light-dark(#c3ccd2, #46535d);
  border-radius: 0.5rem;
  background: light-dark(#fff, #202930);
  cursor: pointer;
}
details { padding-block: 0.5rem 0.9rem; border-block-start: 1px solid light-dark(#d8dfe3, #36424b); }
summary { padding-block: 0.25rem; font-weight: 700; cursor: pointer; }
:focus-visible { outline: 3px solid light-dark(#1a5fc4, #8ab8ff); outline-offset: 2px; }
dl, ul, ol, p { margin: 0; padding: 0; }
dl div { display: flex; justify-content: space-between; gap: 1rem; padding-block: 0.15rem; }
dt, .note, time, li p { color: light-dark(#55636c, #a6b3bb); }
dd { margin: 0; text-align: end; overflow-wrap: anywhere; }
ul, ol { list-style: none; }
ol > li { padding-block: 0.3rem; overflow-wrap: anywhere; }
time, .bars span:last-child { font-variant-numeric: tabular-nums; }
code { font: 12px/1.4 ui-monospace, Menlo, Consolas, monospace; }
ol > li > code { margin-inline: 0.35rem; }
[data-part="ledger"] ol > li > code { display: block; margin: 0.15rem 0 0; color: light-dark(#55636c, #a6b3bb); }
.bars li {
  display: grid;
  grid-template-columns: 8.5rem 1fr 4rem;
  align-items: center;
  gap: 0.5rem;
  padding-block: 0.1rem;
}
.bars span:last-child { text-align: end; }
.bars b { display: block; block-size: 0.55rem; overflow: hidden; border-radius: 999px; background: light-dark(#e2eaee, #2b363e); }
.bars i { display: block; block-size: 100%; border-radius: inherit; background: light-dark(#1f6f8b, #7cc6dd); }
.outcome {
  padding: 0.05rem 0.45rem;
  border-radius: 999px;
  background: light-dark(#d9efdd, #1e3a29);
  color: light-dark(#175c30, #9be0ac);
  font-size: 12px;
  font-weight: 600;
}
.outcome.mended { background: #f9e7b4; color: #5c4205; }
.outcome.rejected { background: light-dark(#a8281f, #ff9d90); color: light-dark(#fff, #2b0d0a); }
footer { padding-block-start: 0.75rem; border-block-start: 1px solid light-dark(#d8dfe3, #36424b); }
@media (max-width: 69.99rem) {
  aside {
    inset: auto 0 0;
    inline-size: auto;
    block-size: min(55vh, 32rem);
    border-block-start: 1px solid light-dark(#d8dfe3, #36424b);
    border-inline-start: 0;
    box-shadow: 0 -8px 32px rgb(0 0 0 / 0.2);
  }
}
`;

"""The style of the page about a model: light and dark, from a phone to a wide screen, and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2433; --dim: #5b6475; --page: #fff; --panel: #f4f6f9; --rule: #d5dae3;
  --own: #0b6e4f; --mark: #d3f2e4; --c0: #0b6e4f; --c1: #b3541e; --c2: #3d5a98; --c3: #8a3b7d; --c4: #7a6a00; --c5: #5b6475; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf0; --dim: #a2abbb; --page: #12161d; --panel: #1b212b;
  --rule: #343c4a; --own: #4fc79b; --mark: #123f30; --c0: #4fc79b; --c1: #f0995c; --c2: #8fb0f5; --c3: #dc93cf;
  --c4: #d9c84b; --c5: #a2abbb; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 0; } h3 { font-size: 1rem; margin: 0; }
code { overflow-wrap: anywhere; }
section { margin: 1.25rem 0; padding: 1rem; background: var(--panel); border-radius: .5rem; break-inside: avoid; }
section > p { margin: .25rem 0 1rem; color: var(--dim); overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--rule); text-align: right; font-weight: 400; }
th:first-child { text-align: left; } tr:first-child th { color: var(--dim); }
mark { background: var(--mark); color: inherit; border-radius: .2rem; padding: 0 .2rem; }
.bars { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .35rem .75rem; margin: 0 0 1rem; }
.bars dt, .bars dd { margin: 0; } .bars dt { max-width: 11rem; }
.bars dd { display: flex; align-items: center; gap: .4rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bars span { height: .9rem; min-width: 2px; background: var(--c5); border-radius: .15rem; } .bars .own { background: var(--own); }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1rem; }
figure, article { margin: 0; min-width: 0; } article ol { margin: .5rem 0; padding-left: 1.6rem; }
article p { margin: 0; color: var(--dim); } figcaption { color: var(--dim); }
svg { display: block; width: 100%; max-width: 28rem; height: auto; } text { fill: var(--dim); font-size: 11px; }
.grid { stroke: var(--rule); } .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); }
.line.c3 { stroke: var(--c3); } .line.c4 { stroke: var(--c4); } .line.c5 { stroke: var(--c5); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .5rem 0 0; padding: 0; list-style: none; }
.legend li::before { content: ""; display: inline-block; width: .8rem; height: .2rem; margin-right: .4rem;
  vertical-align: middle; background: currentColor; }
.legend .c0::before { background: var(--c0); } .legend .c1::before { background: var(--c1); }
.legend .c2::before { background: var(--c2); } .legend .c3::before { background: var(--c3); }
.legend .c4::before { background: var(--c4); } .legend .c5::before { background: var(--c5); }
"""

// @ts-check
import uPlot from './uplot.js';

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {(number | null)[]} values
 * @property {'accent' | 'second' | 'third' | 'faint'} colour
 * @property {boolean} [isDashed]
 */

/** Charts that are on the page: they are drawn on, not made anew, while their lines keep their names. */
const drawn = new Map();

/** Takes on each colour once, since a custom property would give `light-dark(…)`, which a canvas can't read. */
const probe = document.createElement('span');
probe.hidden = true;
document.body.append(probe);

/** @param {string} name of a custom property */
function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/**
 * A chart of lines over time. `label` says what it shows to whoever can't see it.
 * @param {string} id
 * @param {string} label
 * @param {readonly number[]} seconds
 * @param {readonly Line[]} lines
 * @returns {HTMLElement}
 */
export function lineChart(id, label, seconds, lines) {
  const data = /** @type {import('uplot').AlignedData} */ ([[...seconds], ...lines.map(({ values }) => values)]);
  const form = JSON.stringify(lines.map(({ name }) => name));
  const known = drawn.get(id);
  if (known?.form === form) {
    known.chart.setData(data);
    known.box.setAttribute('aria-label', label);
    return known.box;
  }
  known?.stop();
  const box = document.createElement('div');
  box.className = 'chart-box';
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', label);
  // Colours are asked for at each drawing: light and dark may change while the page is open.
  const axis = {
    stroke: () => colour('faint'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { show: false },
  };
  const chart = new uPlot(
    {
      width: 320,
      height: 240,
      // No zoom by a finger that wants to scroll.
      cursor: { drag: { x: false, y: false }, y: false },
      scales: { y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.08)] } },
      axes: [axis, { ...axis, size: 56 }],
      series: [
        {},
        ...lines.map((line) => ({
          label: line.name,
          stroke: () => colour(line.colour),
          width: 2,
          ...(line.isDashed && { dash: [4, 4] }),
          points: { size: 5 },
        })),
      ],
    },
    data,
    box,
  );
  const fit = () => {
    const width = box.clientWidth;
    if (width > 0 && width !== chart.width) chart.setSize({ width, height: 240 });
  };
  const watching = new ResizeObserver(fit);
  watching.observe(box);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => chart.redraw();
  scheme.addEventListener('change', redraw);
  const stop = () => {
    watching.disconnect();
    scheme.removeEventListener('change', redraw);
    chart.destroy();
  };
  drawn.set(id, { form, chart, box, stop });
  return box;
}

// @ts-check
import { behaviour } from './behaviour.js';
import { connect } from './connect.js';
import { demand } from './demand.js';
import { health } from './health.js';
import { overview } from './overview.js';
import { recommendations } from './recommendations.js';

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const readyMs = 5_000;
const stateTexts = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost, trying again',
  'key-needed': 'A key is needed',
};

/** @type {any} */
let insights;
/** @type {any} */
let ready;
/** What was shown last in each section: one that did not change is left alone, with its scrolling and its focus. */
const shown = new Map();

/**
 * @param {string} section
 * @param {unknown} from
 * @param {() => Node[]} draw
 */
function show(section, from, draw) {
  const text = JSON.stringify(from);
  if (shown.get(section) === text) return;
  shown.set(section, text);
  const body = part(`${section}-body`);
  const scrolled = [...body.querySelectorAll('.scroll')].map(({ scrollTop }) => scrollTop);
  body.replaceChildren(...draw());
  for (const [index, region] of [...body.querySelectorAll('.scroll')].entries())
    region.scrollTop = scrolled[index] ?? 0;
}

function showAll() {
  if (insights === undefined) return;
  const { totals, funnel, alerts, trending, names, k, cartDemand, missedDemand, supply, wavering, prices } = insights;
  const { follows, together, personas, categories, clickThrough, models } = insights;
  part('k').textContent = String(k);
  const redraw = () => {
    shown.delete('overview');
    showAll();
  };
  show('overview', [totals, funnel, alerts, trending, names, insights.health.perMinute], () =>
    overview(insights, redraw),
  );
  show('demand', [cartDemand, missedDemand, supply, names], () => demand(insights));
  show('behaviour', [funnel, wavering, prices, follows, together, personas, categories, names], () =>
    behaviour(insights),
  );
  show('recommendations', [clickThrough, models], () => recommendations(insights));
  show('health', [insights.health, ready], () => health(insights, ready));
}

/** @param {keyof typeof stateTexts} state */
function showState(state) {
  const status = part('status');
  status.textContent = stateTexts[state];
  status.dataset.state = state === 'key-needed' ? 'lost' : state;
  part('key-form').hidden = state !== 'key-needed';
  part('main').hidden = state === 'key-needed';
}

/** @param {string | undefined} key */
function open(key) {
  connect(
    key,
    (newest) => {
      insights = newest;
      showAll();
    },
    (state) => {
      if (state === 'key-needed' && key !== undefined) part('key-note').textContent = 'This key does not open it.';
      showState(state);
    },
  );
}

async function askWhetherReady() {
  try {
    ready = await (await fetch('/readyz')).json();
    showAll();
  } catch {
    // The state of the connection says so already.
  }
}

const input = /** @type {HTMLInputElement} */ (part('key'));
part('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  open(input.value.trim());
});
// A key in the fragment never reaches a server; it is taken out of the address bar all the same.
const [, given] = /^#key=(rk_[\w-]+)$/.exec(location.hash) ?? [];
if (given !== undefined) history.replaceState(null, '', location.pathname);
open(given);
void askWhetherReady();
setInterval(() => void askWhetherReady(), readyMs);

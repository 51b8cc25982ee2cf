import type { Edgecart } from '@edgecart/sdk';
import { byId, render } from '../render.ts';
import { loadBaskets, type ReplayData } from '../replay/baskets.ts';
import { replayFrame, type Speed, speeds } from '../replay/frame.ts';
import { heldOutView, loadHeldOut } from '../replay/held-out.ts';
import { modelUrl, openClient } from '../replay/own-client.ts';
import { createPace } from '../replay/pace.ts';
import { createPlayer, type ReplayState } from '../replay/player.ts';
import { basketView, ratesView, resultsView, statusOf, suggestionsView } from '../replay/view.ts';
import type { Range } from '../shop/catalogue.ts';
import { startSite } from '../site.ts';

let showClient: (client: Edgecart) => void = () => {};
const select = (id: string) => byId(id) as HTMLSelectElement;
const pace = createPace(speeds.normal);

function show(state: ReplayState, data: ReplayData, range: Range): void {
  const { mode, answer, many, basket } = state;
  render(byId('basket-view'), basketView(state, range));
  render(byId('suggestions-view'), suggestionsView(state, range));
  render(byId('rates'), ratesView(state));
  render(byId('results'), resultsView(state, new Map(data.baskets.map(({ id, day }) => [id, day]))));
  byId('status').textContent = statusOf(state, range);
  const without = answer?.model === 'none' ? ', without a model: it could not be loaded' : '';
  byId('answer-note').textContent = answer ? `worked out in ${answer.tookMs.toFixed(1)} ms${without}` : '';
  const progress = byId('progress') as HTMLProgressElement;
  progress.hidden = many === undefined;
  progress.value = many ? many.done / many.total : 0;
  select('basket').value = String(data.baskets.indexOf(basket));
  byId('play').textContent = pace.playing ? 'Pause' : mode === 'finished' ? 'Play the next' : 'Play';
  (byId('step') as HTMLButtonElement).disabled = mode === 'finished' || mode === 'running-many';
  byId('main').dataset.mode = mode;
}

async function fill(range: Range): Promise<void> {
  const data = await loadBaskets(range.byId);
  render(byId('main'), replayFrame(data));
  void loadHeldOut(modelUrl).then((found) => found && render(byId('held-out'), heldOutView(found)));
  let last: ReplayState | undefined;
  const update = () => last && show(last, data, range);
  const player = createPlayer({
    baskets: data.baskets,
    bestFirst: range.items.map((item) => item.item_id),
    pace,
    open: openClient,
    opened: (client) => showClient(client),
    show(state) {
      last = state;
      if (state.mode === 'finished') pace.pause();
      update();
    },
  });
  const chosen = () => data.baskets[Number(select('basket').value)];
  const startAt = (at: number) => {
    const basket = data.baskets[at % data.baskets.length];
    if (basket) player.start(basket);
  };

  select('basket').addEventListener('change', () => startAt(Number(select('basket').value)));
  byId('random').addEventListener('click', () => startAt(Math.floor(Math.random() * data.baskets.length)));
  byId('play').addEventListener('click', () => {
    if (pace.playing) pace.pause();
    else {
      pace.play();
      if (last?.mode === 'finished') startAt(Number(select('basket').value) + 1);
    }
    update();
  });
  byId('step').addEventListener('click', () => {
    pace.pause();
    pace.step();
    update();
  });
  select('speed').addEventListener('change', () => pace.setDelay(speeds[select('speed').value as Speed]));
  byId('many').addEventListener('submit', (event) => {
    event.preventDefault();
    const first = chosen();
    pace.pause();
    if (first) player.runMany(first, Number((byId('count') as HTMLInputElement).value));
  });
  startAt(0);
}

void startSite(fill, {
  inspected: ['cart'],
  withClient: (use) => {
    showClient = use;
  },
});

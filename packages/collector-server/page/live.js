// @ts-check
import { describeBytes, describeKafka, describeRecord } from './describe-record.js';

/** @typedef {import('../src/live/live-feed.ts').LiveMessage} LiveMessage */
/** @typedef {import('../src/live/live-feed.ts').ShownRecord} ShownRecord */

const maxRows = 100;
const number = new Intl.NumberFormat('en');

/**
 * @param {string} id
 * @returns {Element}
 */
function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

const rows = part('records').querySelector('tbody') ?? part('records');
const pause = part('pause');
const origin = location.origin;
part('snippet').textContent = `<script async src="${origin}/sdk/edgecart.js"
        data-collector="${origin}" data-model="${origin}/models"></script>`;

/**
 * @param {'live' | 'lost' | 'refusing'} state
 * @param {string} text
 */
function showStatus(state, text) {
  const status = part('status');
  // Screen readers speak each change of this text, so it changes only when the state does.
  if (status.textContent !== text) status.textContent = text;
  status.setAttribute('data-state', state);
}

/** @param {LiveMessage} message */
function showFigures({ totals, perMinute, log, kafka, model }) {
  for (const [name, total] of Object.entries(totals)) part(name).textContent = number.format(total);
  part('rate').textContent = number.format(perMinute.at(-1) ?? 0);
  const segments = log.segments === 1 ? '1 segment' : `${number.format(log.segments)} segments`;
  part('log').textContent = `${describeBytes(log.bytes)} in ${segments}`;
  part('kafka').textContent = kafka ? describeKafka(kafka) : 'not configured';
  part('model').textContent = model
    ? `${model.version.slice(0, 12)}, published ${new Date(model.publishedMs).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}`
    : 'none yet';
  if (log.state === 'open') showStatus('live', 'Live');
  else showStatus('refusing', `Refusing: ${log.reason ?? log.state}`);
}

/** @param {number[]} perMinute */
function showChart(perMinute) {
  const chart = part('chart');
  const largest = Math.max(1, ...perMinute);
  part('peak').textContent = `full height: ${number.format(largest)}`;
  const width = 300 / perMinute.length;
  chart.replaceChildren(
    ...perMinute.map((count, index) => {
      const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      const height = count === 0 ? 0 : Math.max(2, (count / largest) * 70);
      const box = { x: index * width + width * 0.1, y: 72 - height, width: width * 0.8, height };
      for (const [name, value] of Object.entries(box)) bar.setAttribute(name, String(value));
      return bar;
    }),
  );
  const sum = perMinute.reduce((total, count) => total + count, 0);
  const label = `${number.format(sum)} records in the last 30 minutes, at most ${number.format(largest)} in one`;
  chart.setAttribute('aria-label', sum === 0 ? 'No records in the last 30 minutes' : label);
}

/**
 * @param {ShownRecord} record
 * @param {boolean} isNew
 * @returns {HTMLTableRowElement}
 */
function row(record, isNew) {
  const { what, items, when, details } = describeRecord(record);
  const tag = document.createElement('span');
  tag.className = 'tag';
  tag.dataset.kind = record.kind;
  tag.textContent = what;
  const line = document.createElement('tr');
  if (isNew) line.className = 'new';
  line.insertCell().append(tag);
  for (const text of [items, when, details]) line.insertCell().textContent = text;
  return line;
}

/** @param {ShownRecord[]} records */
function showRecords(records) {
  const isNew = rows.children.length > 0;
  rows.prepend(...records.map((record) => row(record, isNew)));
  while (rows.children.length > maxRows) rows.lastElementChild?.remove();
  const isEmpty = rows.children.length === 0;
  part('empty').toggleAttribute('hidden', !isEmpty);
  part('records').toggleAttribute('hidden', isEmpty);
}

/** What came while the page was paused: the last figures, all records. @type {LiveMessage | undefined} */
let held;

/** @param {LiveMessage} message */
function show(message) {
  if (pause.getAttribute('aria-pressed') === 'true') {
    held = { ...message, records: [...message.records, ...(held?.records ?? [])].slice(0, maxRows) };
    return;
  }
  showFigures(message);
  showChart(message.perMinute);
  showRecords(message.records);
}

pause.addEventListener('click', () => {
  const isPaused = pause.getAttribute('aria-pressed') === 'true';
  pause.setAttribute('aria-pressed', String(!isPaused));
  pause.textContent = isPaused ? 'Pause' : 'Continue';
  if (isPaused && held) show(held);
  held = undefined;
});

const stream = new EventSource('v1/live');
let isFirst = true;
stream.addEventListener('open', () => {
  isFirst = true;
});
stream.addEventListener('error', () => {
  const gone = stream.readyState === EventSource.CLOSED;
  showStatus('lost', gone ? 'Not connected: too many pages are open, reload later' : 'Connection lost, trying again');
});
stream.addEventListener('message', ({ data }) => {
  if (isFirst) {
    // The first message of a connection tells everything anew.
    rows.replaceChildren();
    held = undefined;
  }
  isFirst = false;
  show(JSON.parse(data));
});

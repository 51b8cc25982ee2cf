// @ts-check
// Everything that is shown came from shoppers' browsers or from files: it becomes text, never markup.

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * A part of a section, with what it is about for whoever does not know the word.
 * @param {string} title
 * @param {string} about
 * @param {...Node} children
 */
export function card(title, about, ...children) {
  return element(
    'div',
    { class: 'card' },
    element('h3', {}, title),
    element('p', { class: 'about' }, about),
    ...children,
  );
}

/**
 * @template Row
 * @typedef {{ name: string, of: (row: Row) => string | Node, isNumber?: boolean }} Column
 */

/**
 * @template Row
 * @param {string} label
 * @param {readonly Column<Row>[]} columns
 * @param {readonly Row[]} rows
 * @param {string} empty
 */
export function table(label, columns, rows, empty) {
  if (rows.length === 0) return element('p', { class: 'faint' }, empty);
  const alignment = (/** @type {Column<Row>} */ { isNumber }) => (isNumber ? { class: 'number' } : {});
  const head = columns.map((column) => element('th', { scope: 'col', ...alignment(column) }, column.name));
  const body = rows.map((row) =>
    element('tr', {}, ...columns.map((column) => element('td', alignment(column), column.of(row)))),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...body)),
  );
}

/**
 * @param {readonly { name: string, value: number | null, shown: string }[]} rows
 * @param {string} empty
 */
export function bars(rows, empty) {
  const largest = Math.max(0, ...rows.map(({ value }) => value ?? 0));
  if (largest === 0) return element('p', { class: 'faint' }, empty);
  const items = rows.map(({ name, value, shown }) =>
    element(
      'li',
      {},
      element('div', { class: 'head' }, element('span', {}, name), element('span', { class: 'number' }, shown)),
      element('progress', { max: String(largest), value: String(value ?? 0), 'aria-label': `${name}: ${shown}` }),
    ),
  );
  return element('ul', { class: 'bars' }, ...items);
}

/** @param {readonly [name: string, value: string][]} figures */
export function tiles(figures) {
  const parts = figures.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)));
  return element('dl', { class: 'tiles' }, ...parts);
}

/**
 * @param {string} text
 * @param {'good' | 'bad' | 'plain'} [tone]
 */
export const tag = (text, tone = 'plain') => element('span', { class: 'tag', 'data-tone': tone }, text);

/** @param {...Node} children */
export const grid = (...children) => element('div', { class: 'grid' }, ...children);

/**
 * Two and two side by side, where there is room.
 * @param {...Node} children
 */
export const pairs = (...children) => element('div', { class: 'grid two' }, ...children);

import type { Consent, Edgecart, LedgerEntry } from '../api.ts';
import { style } from './style.ts';
import { tellRecord } from './tell-record.ts';
import { english, fill, type PrivacyWords } from './words.ts';

export type PrivacyClient = Pick<Edgecart, 'consent' | 'insights' | 'ledger' | 'forget'>;

const switches = ['store', 'remember', 'send'] as const;
const lookMs = 2_000;

/** On a server there are no elements; there the class is never made use of. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

type Child = Node | string;
/** An element with attributes and children. Texts become text nodes: nothing here is ever parsed as HTML. */
function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/**
 * `<edgecart-privacy>`: for shoppers, in plain words. What they agree to, every record that left byte for byte, that list as
 * a file, and how to be forgotten. Give it the client (`element.client = edgecart`); with the script tag it finds it by
 * itself. It fires `edgecart-consent` with the three switches in `detail` when the shopper changed one, and
 * `edgecart-forgotten`, so that the shop's own consent tool can follow.
 */
export class EdgecartPrivacy extends Base {
  /** What it says; English by default. */
  words: PrivacyWords = english;
  /** Names of products, for the list; ids by default. */
  nameOf: (itemId: string) => string = (itemId) => itemId;

  #client: PrivacyClient | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #shown = -1;
  readonly #boxes = new Map<keyof Consent, HTMLInputElement>();
  readonly #left = make('div');
  readonly #status = make('p', { role: 'status', part: 'status' });

  get client(): PrivacyClient | undefined {
    return this.#client;
  }
  set client(client: PrivacyClient | undefined) {
    this.#client = client;
    void this.refresh();
  }

  connectedCallback(): void {
    if (this.shadowRoot === null) this.#build();
    if (this.#client === undefined)
      withScriptTag((client) => {
        this.client ??= client;
      });
    this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.refresh(), lookMs);
    void this.refresh();
  }

  disconnectedCallback(): void {
    clearInterval(this.#timer);
  }

  /** Shows what holds and what left by now. It does so by itself every two seconds. */
  async refresh(): Promise<void> {
    const client = this.#client;
    if (client === undefined || this.shadowRoot === null) return;
    const [{ consent }, entries] = await Promise.all([client.insights(), client.ledger()]);
    for (const [name, box] of this.#boxes) box.checked = consent[name];
    if (entries.length === this.#shown) return;
    this.#shown = entries.length;
    this.#left.replaceChildren(...this.#ledger(entries));
  }

  #build(): void {
    const { words } = this;
    const root = this.attachShadow({ mode: 'open' });
    root.append(
      make('style', {}, style),
      make(
        'section',
        { part: 'section', 'aria-labelledby': 'agreed' },
        make('h2', { id: 'agreed', part: 'heading' }, words.agreedTitle),
        make('p', {}, words.agreedText),
        make('ul', { class: 'switches' }, ...switches.map((name) => this.#switch(name))),
      ),
      make(
        'section',
        { part: 'section', 'aria-labelledby': 'left' },
        make('h2', { id: 'left', part: 'heading' }, words.leftTitle),
        this.#left,
      ),
      make(
        'section',
        { part: 'section', class: 'forget', 'aria-labelledby': 'forget' },
        make('h2', { id: 'forget', part: 'heading' }, words.forgetTitle),
        make('p', {}, words.forgetText),
        this.#button(words.forget, () => void this.#forget()),
        this.#status,
      ),
    );
  }

  #switch(name: keyof Consent): HTMLElement {
    const { title, text } = this.words.switches[name];
    const declined = name === 'send' && browserDeclines();
    const box = make('input', { type: 'checkbox', id: name, part: 'switch', 'aria-describedby': `${name}-text` });
    box.disabled = declined;
    box.addEventListener('change', () => this.#choose(name, box.checked));
    this.#boxes.set(name, box);
    const more = declined ? ` ${this.words.browserDeclines}` : '';
    return make(
      'li',
      {},
      box,
      make(
        'div',
        {},
        make('label', { for: name }, make('strong', {}, title)),
        make('small', { id: `${name}-text` }, text + more),
      ),
    );
  }

  /** A switch that needs another one brings it along; one that is taken away takes its dependant with it. */
  #choose(name: keyof Consent, on: boolean): void {
    const choice: Partial<Consent> = { [name]: on };
    if (name === 'remember' && on) choice.store = true;
    if (name === 'store' && !on) choice.remember = false;
    for (const other of switches) {
      const box = this.#boxes.get(other);
      if (box) box.checked = choice[other] ?? box.checked;
    }
    this.#client?.consent(choice);
    const detail = Object.fromEntries(switches.map((each) => [each, this.#boxes.get(each)?.checked === true]));
    this.dispatchEvent(new CustomEvent('edgecart-consent', { bubbles: true, composed: true, detail }));
  }

  async #forget(): Promise<void> {
    await this.#client?.forget();
    this.#status.textContent = this.words.forgotten;
    this.dispatchEvent(new CustomEvent('edgecart-forgotten', { bubbles: true, composed: true }));
    await this.refresh();
  }

  #ledger(entries: readonly LedgerEntry[]): Child[] {
    const { words } = this;
    if (entries.length === 0) return [make('p', {}, words.nothingLeft)];
    const newest = entries.toSorted((a, b) => b.sentMs - a.sentMs);
    const save = this.#button(words.export, () => saveFile(JSON.stringify(newest, undefined, 2)));
    return [
      make('div', { class: 'head' }, make('p', {}, fill(words.leftCount, { count: entries.length })), save),
      make(
        'ol',
        { class: 'left', part: 'ledger', tabindex: '0', 'aria-label': words.leftTitle },
        ...newest.map((entry) => this.#entry(entry)),
      ),
    ];
  }

  #entry({ record, json, sentMs }: LedgerEntry): HTMLElement {
    const { what, when } = tellRecord(record, this.words, this.nameOf);
    const language = this.closest('[lang]')?.getAttribute('lang') ?? undefined;
    const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(sentMs);
    return make(
      'li',
      { part: 'record' },
      make('p', {}, what),
      make('p', { class: 'when' }, `${when} · ${fill(this.words.when, { time })}`),
      make('pre', { part: 'bytes', 'aria-label': this.words.bytes, role: 'group' }, json),
    );
  }

  #button(text: string, press: () => void): HTMLButtonElement {
    const button = make('button', { type: 'button', part: 'button' }, text);
    button.addEventListener('click', press);
    return button;
  }
}

/** The client of the script tag, when it is there; its queue takes the call before. */
function withScriptTag(use: (client: PrivacyClient) => void): void {
  const { edgecart } = window as unknown as { edgecart?: unknown };
  if (typeof edgecart === 'function') edgecart('ready', use);
}

function browserDeclines(): boolean {
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { globalPrivacyControl?: boolean };
  return globalPrivacyControl === true || doNotTrack === '1';
}

/** A download that never leaves the device. */
function saveFile(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = make('a', { href: url, download: 'what-left-this-device.json' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

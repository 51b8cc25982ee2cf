import { beforeEach, describe, expect, test } from 'vitest';
import html from '../../page/index.html?raw';
import type { LiveMessage, ShownRecord } from './live-feed.ts';

/** Stands in for the stream, which the page opens when it is loaded. */
class HeldStream extends EventTarget {
  static current: HeldStream | undefined;
  readonly readyState = 0;
  constructor() {
    super();
    HeldStream.current = this;
  }
}

const count: ShownRecord = { kind: 'count', type: 'add_to_cart', item: 'tea', hour: '2026-11-23T09', quantityBand: 3 };
const path: ShownRecord = { kind: 'path', items: ['tea', 'milk'], day: '2026-11-23', bought: true };

function message(changes: Partial<LiveMessage>): LiveMessage {
  return {
    records: [],
    totals: { count: 0, path: 0, duplicates: 0, refused: 0 },
    perMinute: Array.from({ length: 30 }, () => 0),
    model: null,
    log: { bytes: 8, segments: 1, state: 'open', reason: null },
    kafka: null,
    ...changes,
  };
}

const open = () => HeldStream.current?.dispatchEvent(new Event('open'));
const tell = (changes: Partial<LiveMessage>) =>
  HeldStream.current?.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message(changes)) }));
const textOf = (id: string) => document.getElementById(id)?.textContent;
const isHidden = (id: string) => document.getElementById(id)?.hidden;
/** The texts of the table's cells, row by row. */
const rows = () =>
  [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));

let page = 0;

beforeEach(async () => {
  document.body.innerHTML = new DOMParser().parseFromString(html, 'text/html').body.innerHTML;
  Object.assign(globalThis, { EventSource: HeldStream });
  page += 1;
  await import(/* @vite-ignore */ `${new URL('../../page/live.js', import.meta.url).href}?page=${page}`);
  open();
});

describe('the live page', () => {
  test('shows how Kafka stands', () => {
    tell({});
    expect(textOf('kafka')).toBe('not configured');
    tell({ kafka: { state: 'connected', reason: null, records: 1_234, waitingBytes: 0 } });
    expect(textOf('kafka')).toBe('1,234 records there since the start');
    tell({ kafka: { state: 'away', reason: 'ECONNREFUSED', records: 1_234, waitingBytes: 2_048 } });
    expect(textOf('kafka')).toMatch(/^away \(ECONNREFUSED\); 1,234 records there since the start, 2.* wait$/);
  });

  test('says how to begin while nothing has arrived', () => {
    tell({});
    expect(isHidden('empty')).toBe(false);
    expect(isHidden('records')).toBe(true);
    expect(textOf('snippet')).toContain(`src="${location.origin}/sdk/edgecart.js"`);
    expect(textOf('status')).toBe('Live');
    expect(textOf('model')).toBe('none yet');
  });

  test('shows records in words, the newest first, and what they add up to', () => {
    tell({ records: [path], totals: { count: 0, path: 1, duplicates: 0, refused: 0 } });
    tell({ records: [count], totals: { count: 1_234, path: 1, duplicates: 5, refused: 6 } });
    expect(rows()).toEqual([
      ['add to cart', 'tea', '2026-11-23 09h', 'quantity 3 to 5'],
      ['path', 'tea → milk', '2026-11-23', 'all bought'],
    ]);
    expect(['count', 'path', 'duplicates', 'refused'].map(textOf)).toEqual(['1,234', '1', '5', '6']);
  });

  test('names the model that is served', () => {
    tell({ model: { version: 'ab'.repeat(32), publishedMs: new Date(2026, 10, 23, 9, 5).getTime() } });
    expect(textOf('model')).toMatch(/^abababababab, published Nov 23, 2026, 9:05\sAM$/);
  });

  test('keeps a hundred records at most', () => {
    for (let index = 0; index < 5; index += 1) tell({ records: Array.from({ length: 30 }, () => count) });
    expect(rows()).toHaveLength(100);
  });

  test('stands still while it is paused, and shows what it missed afterwards', () => {
    tell({ records: [path] });
    document.getElementById('pause')?.click();
    tell({ records: [count], totals: { count: 1, path: 1, duplicates: 0, refused: 0 } });
    tell({ totals: { count: 2, path: 1, duplicates: 0, refused: 0 } });
    expect(rows()).toHaveLength(1);
    expect(textOf('count')).toBe('0');
    document.getElementById('pause')?.click();
    expect(rows()).toHaveLength(2);
    expect(textOf('count')).toBe('2');
  });

  test('begins anew when it is connected again', () => {
    tell({ records: [count, count] });
    HeldStream.current?.dispatchEvent(new Event('error'));
    expect(textOf('status')).toBe('Connection lost, trying again');
    open();
    tell({ records: [count, path] });
    expect(rows()).toHaveLength(2);
    expect(textOf('status')).toBe('Live');
  });

  test('says when the log refuses, and why', () => {
    tell({ log: { bytes: 2_048, segments: 2, state: 'full', reason: 'the log has used its 2048 bytes' } });
    expect(textOf('status')).toBe('Refusing: the log has used its 2048 bytes');
    expect(textOf('log')).toBe('2 KiB in 2 segments');
  });

  test('shows text that was sent as text', () => {
    tell({ records: [{ ...count, item: '<img src=x onerror=alert(1)>' }] });
    expect(document.querySelector('tbody img')).toBeNull();
    expect(rows()[0]?.[1]).toContain('<img src=x');
  });
});

import { type Html, html } from '../html.ts';
import { type DrawingName, drawings } from './choose.ts';
import type { Paint } from './paint.ts';

interface Placed {
  name: DrawingName;
  paint: Paint;
  x: number;
  y: number;
  size: number;
  turn?: number;
}

const paint = (main: string, accent = '#f0b64c', light = '#fff3df'): Paint => ({ main, accent, light });

/** What lies in the crate, from back to front. */
const contents: readonly Placed[] = [
  { name: 'celery', paint: paint('#a5c96a'), x: 60, y: 26, size: 150, turn: -8 },
  { name: 'loaf', paint: paint('#c98a4b', '#000', '#f3dcb4'), x: 292, y: 52, size: 150, turn: 10 },
  { name: 'carton', paint: paint('#2f5f96', '#f2935f', '#edf3fb'), x: 190, y: 4, size: 168 },
  { name: 'lettuce', paint: paint('#84b04c'), x: 6, y: 92, size: 132 },
  { name: 'pineapple', paint: paint('#e3a336'), x: 126, y: 44, size: 150, turn: -6 },
  { name: 'carrot', paint: paint('#ee8434'), x: 330, y: 96, size: 128, turn: 18 },
  { name: 'banana', paint: paint('#f2c53d'), x: 262, y: 104, size: 126 },
  { name: 'apple', paint: paint('#cf4238'), x: 100, y: 124, size: 106 },
  { name: 'citrus', paint: paint('#f08c2e', '#f0b64c', '#fdeccb'), x: 182, y: 130, size: 106 },
];

const place = ({ name, paint: colours, x, y, size, turn = 0 }: Placed) =>
  html`<svg x="${x}" y="${y}" width="${size}" height="${size}" viewBox="0 0 120 120" overflow="visible"><g transform="rotate(${turn} 60 60)">${drawings[name](colours)}</g></svg>`;

const slat = (y: number) => html`<rect x="24" y="${y}" width="422" height="38" rx="5" fill="#c98f52"/>
  <path d="M40 ${y + 13}h180M260 ${y + 24}h160" stroke="#000" stroke-opacity=".1" stroke-width="3" stroke-linecap="round"/>`;

/** A crate of groceries for the head of the home page. */
export function hero(): Html {
  return html`<svg class="hero-picture" viewBox="0 0 470 350" aria-hidden="true" focusable="false">
    <ellipse cx="235" cy="334" rx="210" ry="12" fill="#000" fill-opacity=".1"/>
    ${contents.map(place)}
    ${[206, 249, 292].map(slat)}
    ${[36, 414].map((x) => html`<rect x="${x}" y="198" width="22" height="138" rx="4" fill="#a8713b"/><circle cx="${x + 11}" cy="225" r="3" fill="#6d4824"/><circle cx="${x + 11}" cy="268" r="3" fill="#6d4824"/><circle cx="${x + 11}" cy="311" r="3" fill="#6d4824"/>`)}
    <g transform="translate(196 250)"><rect width="78" height="36" rx="5" fill="#24523b"/><path d="M18 18c3-8 11-8 14-1M32 22h30M40 13h22" stroke="#f4c95d" stroke-width="4" fill="none" stroke-linecap="round"/></g>
  </svg>`;
}

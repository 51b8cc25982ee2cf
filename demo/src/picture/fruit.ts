import { html } from '../html.ts';
import type { Draw } from './paint.ts';

const leaf = '#5c9a4b';
const stem = '#6d4c33';

const apple: Draw = ({ main }) => html`
  <path d="M60 42c-7-7-31-10-35 14-4 26 14 49 25 49 5 0 6-3 10-3s5 3 10 3c11 0 29-23 25-49-4-24-28-21-35-14z" fill="${main}"/>
  <path d="M36 60c1-7 5-10 10-11" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="5" stroke-linecap="round"/>
  <path d="M60 44c0-8 2-14 7-19" fill="none" stroke="${stem}" stroke-width="4" stroke-linecap="round"/>
  <path d="M65 33c5-11 16-13 24-11-2 10-12 16-24 11z" fill="${leaf}"/>`;

const pear: Draw = ({ main }) => html`
  <path d="M60 28c-10 0-13 9-15 19-3 12-17 17-17 36 0 15 14 23 32 23s32-8 32-23c0-19-14-24-17-36-2-10-5-19-15-19z" fill="${main}"/>
  <path d="M38 80c-1-9 4-14 9-19" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="5" stroke-linecap="round"/>
  <path d="M60 30c0-7 1-11 5-15" fill="none" stroke="${stem}" stroke-width="4" stroke-linecap="round"/>
  <path d="M64 23c5-8 13-9 20-6-4 8-11 11-20 6z" fill="${leaf}"/>`;

const banana: Draw = ({ main }) => html`
  <path d="M27 36c-6 40 24 72 70 60 5-2 5-9 0-10-29-3-49-22-56-52-3-7-13-6-14 2z" fill="${main}"/>
  <path d="M33 38c-3 30 19 52 52 53" fill="none" stroke="#000" stroke-opacity=".1" stroke-width="5" stroke-linecap="round"/>
  <path d="M28 35l1-14c4-3 8-2 10 1l3 12c-5-3-10-3-14 1z" fill="#7f6434"/>
  <path d="M94 86c5 1 8 3 8 6s-3 4-7 5z" fill="#7f6434"/>`;

const citrus: Draw = ({ main, light }) => html`
  <circle cx="50" cy="66" r="36" fill="${main}"/>
  <path d="M27 60c2-10 8-16 15-18" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="5" stroke-linecap="round"/>
  <path d="M52 31c3-10 13-14 22-12-2 10-11 16-22 12z" fill="${leaf}"/>
  <circle cx="80" cy="82" r="24" fill="${main}"/><circle cx="80" cy="82" r="24" fill="#000" fill-opacity=".06"/>
  <circle cx="80" cy="82" r="20.5" fill="${light}"/>
  <g fill="${main}" fill-opacity=".82">${[0, 60, 120, 180, 240, 300].map(
    (turn) => html`<path transform="rotate(${turn} 80 82)" d="M80 79.500l-7.5-13c4-3 11-3 15 0z"/>`,
  )}</g>`;

const berries: Draw = ({ main }) => html`
  ${[
    [44, 86, 17],
    [78, 87, 17],
    [61, 84, 18],
    [52, 60, 16],
    [74, 61, 15],
    [62, 40, 14],
  ].map(
    ([x, y, r]) => html`<circle cx="${x}" cy="${y}" r="${r}" fill="${main}"/>
      <circle cx="${x}" cy="${y}" r="${r}" fill="#000" fill-opacity=".08"/>
      <path d="M${(x ?? 0) - 8} ${(y ?? 0) - 3}c1-4 4-6 7-6" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="3" stroke-linecap="round"/>`,
  )}
  <path d="M62 30c-2-8 2-14 8-17" fill="none" stroke="${stem}" stroke-width="4" stroke-linecap="round"/>
  <path d="M66 24c7-8 17-7 24-2-5 8-15 10-24 2z" fill="${leaf}"/>`;

const strawberry: Draw = ({ main }) => html`
  <path d="M60 38c-18-8-37 2-34 24 3 20 21 43 34 43s31-23 34-43c3-22-16-32-34-24z" fill="${main}"/>
  <g fill="#fde3a7">${[
    [42, 58],
    [60, 56],
    [78, 58],
    [50, 72],
    [70, 72],
    [60, 88],
    [38, 70],
    [82, 70],
  ].map(([x, y]) => html`<ellipse cx="${x}" cy="${y}" rx="2" ry="3"/>`)}</g>
  <path d="M60 42c-8 6-17 5-24-2 8-3 13-6 15-9-3-3-4-7-3-10 5 1 9 4 12 8 3-4 7-7 12-8 1 3 0 7-3 10 2 3 7 6 15 9-7 7-16 8-24 2z" fill="${leaf}"/>`;

const melon: Draw = ({ main, accent }) => html`
  <path d="M12 56h96c0 27-21 48-48 48S12 83 12 56z" fill="${accent}"/>
  <path d="M19 56h82c0 23-18 41-41 41S19 79 19 56z" fill="#f6f3d9"/>
  <path d="M24 56h72c0 20-16 36-36 36S24 76 24 56z" fill="${main}"/>
  <g fill="#3a2b26" fill-opacity=".8">${[
    [42, 65],
    [56, 68],
    [70, 66],
    [49, 78],
    [64, 80],
    [80, 63],
  ].map(([x, y]) => html`<ellipse cx="${x}" cy="${y}" rx="2" ry="3.5"/>`)}</g>`;

const pineapple: Draw = ({ main }) => html`
  <path d="M60 46C48 34 46 24 50 12c5 6 8 10 10 18 2-8 5-12 10-18 4 12 2 22-10 34z" fill="${leaf}"/>
  <path d="M60 48c-14-2-24-10-26-22 10 0 20 5 26 14 6-9 16-14 26-14-2 12-12 20-26 22z" fill="#4b8541"/>
  <rect x="34" y="44" width="52" height="62" rx="25" fill="${main}"/>
  <g stroke="#000" stroke-opacity=".13" stroke-width="3" fill="none"><path d="M38 60l40 40M36 76l28 28M50 47l34 34M82 60l-40 40M84 76l-28 28M70 47L36 81"/></g>`;

const avocado: Draw = ({ main, light }) => html`
  <path d="M60 20c-12 0-15 12-18 24-3 11-13 18-13 33 0 17 14 29 31 29s31-12 31-29c0-15-10-22-13-33-3-12-6-24-18-24z" fill="${main}"/>
  <path d="M60 28c-8 0-10 10-13 20-3 11-11 17-11 29 0 13 11 22 24 22s24-9 24-22c0-12-8-18-11-29-3-10-5-20-13-20z" fill="${light}"/>
  <circle cx="60" cy="76" r="14" fill="#8b5a3c"/>
  <path d="M52 73c1-4 4-6 7-6" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="3" stroke-linecap="round"/>`;

export const fruit = { apple, pear, banana, citrus, berries, strawberry, melon, pineapple, avocado };

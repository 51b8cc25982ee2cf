import { html } from '../html.ts';
import type { Draw } from './paint.ts';

const loaf: Draw = ({ main, light }) => html`
  <path d="M14 56c0-16 14-24 30-24h34c16 0 28 8 28 24 0 8-4 12-8 14v32c0 2-2 4-4 4H26c-2 0-4-2-4-4V70c-4-2-8-6-8-14z" fill="${main}"/>
  <path d="M58 56c0-14 8-22 20-22 18 0 26 10 26 22 0 8-4 11-8 13v29c0 2-2 4-4 4H70c-2 0-4-2-4-4V69c-4-2-8-5-8-13z" fill="${light}"/>
  <path d="M34 42l-6 14M46 42l-6 14" stroke="#000" stroke-opacity=".16" stroke-width="5" stroke-linecap="round"/>`;

const bun: Draw = ({ main, light }) => html`
  <path d="M14 70c0-24 20-38 46-38s46 14 46 38c0 4-3 6-7 6H21c-4 0-7-2-7-6z" fill="${main}"/>
  <path d="M18 76h84c0 6-2 8-2 12 0 10-8 16-18 16H38c-10 0-18-6-18-16 0-4-2-6-2-12z" fill="${main}"/><path d="M16 73h88v8H16z" fill="${light}"/>
  <g fill="#fff4d6">${[
    [44, 46],
    [60, 42],
    [76, 46],
    [52, 56],
    [68, 56],
    [34, 58],
    [86, 58],
  ].map(([x, y]) => html`<ellipse cx="${x}" cy="${y}" rx="3.5" ry="2.2"/>`)}</g>`;

const ring: Draw = ({ main, accent }) => html`
  <path d="M60 24c25 0 46 16 46 40s-21 42-46 42-46-18-46-42 21-40 46-40zm0 28c-9 0-16 5-16 12s7 13 16 13 16-6 16-13-7-12-16-12z" fill="#d99a55" fill-rule="evenodd"/>
  <path d="M60 24c25 0 46 14 46 36 0 8-6 6-10 11s-8 1-13 6-9 0-14 4-9-1-14 2-9-4-14-3-7-6-13-6-14-4-14-14c0-22 21-36 46-36zm0 28c-9 0-16 5-16 12s7 13 16 13 16-6 16-13-7-12-16-12z" fill="${main}" fill-rule="evenodd"/>
  <g stroke="${accent}" stroke-width="4" stroke-linecap="round"><path d="M30 52l5 4M44 36l2 6M66 34l6 3M84 46l-5 4M90 62l-4 5M34 68l5-3M60 88l5-2"/></g>`;

const cake: Draw = ({ main, accent, light }) => html`
  <path d="M12 62l78-28c10 4 18 14 18 28z" fill="${main}"/><path d="M12 62h96v38c0 3-2 6-6 6H18c-4 0-6-3-6-6z" fill="${light}"/>
  <path d="M12 76h96v12H12z" fill="${accent}" fill-opacity=".75"/><path d="M12 62h96v6c-5 6-10-2-15 3s-9 4-14-2-9 7-15 3-9-6-14-1-11 3-15-1-9 4-14 0-9 2-9-2z" fill="${main}"/>
  <circle cx="82" cy="32" r="9" fill="#c8373c"/><path d="M82 25c1-6 5-9 9-9" stroke="#6d4c33" stroke-width="3" fill="none" stroke-linecap="round"/>`;

const pie: Draw = ({ main, accent }) => html`
  <path d="M10 62h100L98 98c-1 5-5 8-10 8H32c-5 0-9-3-10-8z" fill="#c3c9cc"/><path d="M8 62c0-20 24-32 52-32s52 12 52 32c0 5-4 7-8 7H16c-4 0-8-2-8-7z" fill="${main}"/>
  <g stroke="${accent}" stroke-width="6" stroke-linecap="round"><path d="M46 40l-6 14M60 38v15M74 40l6 14"/></g><path d="M12 65c8 8 16-4 24 2s16 6 24 0 16 6 24 0 16 6 24-2" stroke="#fff" stroke-opacity=".35" stroke-width="4" fill="none"/>`;

const cookie: Draw = ({ main, accent }) => html`
  <circle cx="72" cy="54" r="32" fill="${main}"/><circle cx="72" cy="54" r="32" fill="#000" fill-opacity=".14"/><circle cx="48" cy="72" r="34" fill="${main}"/>
  <g fill="${accent}"><circle cx="38" cy="60" r="5"/><circle cx="58" cy="58" r="5.5"/><circle cx="48" cy="76" r="5"/><circle cx="32" cy="82" r="4.5"/><circle cx="64" cy="82" r="5"/><circle cx="50" cy="94" r="4"/><circle cx="84" cy="40" r="5"/><circle cx="90" cy="62" r="4"/></g>`;

const cheese: Draw = ({ main }) => html`
  <path d="M10 66L84 28c14 4 24 18 26 38z" fill="${main}"/><path d="M10 66L84 28c14 4 24 18 26 38z" fill="#fff" fill-opacity=".35"/>
  <path d="M10 66h100v34c0 3-2 6-6 6H16c-4 0-6-3-6-6z" fill="${main}"/>
  <g fill="#000" fill-opacity=".12"><circle cx="34" cy="84" r="8"/><circle cx="64" cy="92" r="6"/><circle cx="88" cy="80" r="9"/><ellipse cx="70" cy="52" rx="9" ry="5"/><path d="M52 66h16c0 5-4 8-8 8s-8-3-8-8z"/></g>`;

const butter: Draw = ({ main, light }) => html`
  <path d="M22 58l18-18h66l-12 18z" fill="#fdf0bd"/><path d="M94 58l12-18v30L94 92z" fill="#e9cb6a"/><path d="M22 58h72v34H22z" fill="#f6dd85"/>
  <path d="M50 58l16-18h40l-12 18v34H50z" fill="${light}"/><path d="M94 58l12-18v30L94 92z" fill="${main}"/><path d="M50 66h44v18H50z" fill="${main}"/>
  <path d="M10 92h100c0 8-6 14-14 14H24c-8 0-14-6-14-14z" fill="#dfe6e8"/>`;

const eggs: Draw = ({ main, accent }) => html`
  ${[32, 60, 88].map((x) => html`<path d="M${x} 34c9 0 15 14 15 26H${x - 15}c0-12 6-26 15-26z" fill="${main}"/><path d="M${x - 7} 52c1-5 3-8 5-9" stroke="#fff" stroke-opacity=".7" stroke-width="3" stroke-linecap="round" fill="none"/>`)}
  <path d="M10 60c8 8 14-6 22 0s14 6 28 0 14-6 28 0 14 8 22 0l-6 42c0 2-2 4-5 4H21c-3 0-5-2-5-4z" fill="${accent}"/><path d="M30 78c8 5 16 5 22 0M68 78c8 5 16 5 22 0" stroke="#000" stroke-opacity=".14" stroke-width="4" fill="none" stroke-linecap="round"/>`;

const steak: Draw = ({ main, light }) => html`
  <path d="M24 46c16-20 60-24 76 2 10 18 2 32-14 38-12 4-18 16-34 18-22 3-36-12-38-28-1-12 2-20 10-30z" fill="${light}"/>
  <path d="M32 52c14-16 50-18 61 2 7 13 1 22-12 27-12 5-18 13-31 15-17 2-27-9-28-21-1-9 3-16 10-23z" fill="${main}"/>
  <circle cx="46" cy="64" r="11" fill="${light}"/><circle cx="46" cy="64" r="5" fill="${main}" fill-opacity=".5"/><path d="M66 58c6-2 12-1 16 3M60 84c6 0 10-3 14-6" stroke="${light}" stroke-width="4" stroke-linecap="round" fill="none"/>`;

const drumstick: Draw = ({ main }) => html`
  <path d="M70 70l22 20c6-4 14 0 13 8-1 4-4 6-8 6 0 5-4 8-9 7-7-1-9-8-5-13L62 78z" fill="#fbf5e8"/><path d="M70 70l22 20c6-4 14 0 13 8-1 4-4 6-8 6 0 5-4 8-9 7-7-1-9-8-5-13L62 78z" fill="none" stroke="#000" stroke-opacity=".08" stroke-width="2"/>
  <path d="M16 44c4-20 28-32 48-24 20 8 30 28 22 48-3 8-8 16-15 19-12 4-32 0-45-9-9-7-13-20-10-34z" fill="${main}"/>
  <path d="M64 20c20 8 30 28 22 48-3 8-8 16-15 19-4 1-9 2-14 1 16-8 24-22 22-40-1-11-7-21-15-28z" fill="#000" fill-opacity=".1"/>
  <path d="M27 46c3-9 12-16 22-17" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="5" stroke-linecap="round"/>`;

const sausage: Draw = ({ main }) => html`
  ${[34, 58, 82].map(
    (y) => html`<path d="M22 ${y - 4}c20 12 56 12 76 0 5-3 11 2 10 9-3 14-90 18-96 0-2-7 5-12 10-9z" fill="${main}"/>
    <path d="M24 ${y + 2}c18 9 50 10 70 1" stroke="#fff" stroke-opacity=".3" stroke-width="4" stroke-linecap="round" fill="none"/><path d="M44 ${y + 9}l5-6M60 ${y + 10}l5-6M76 ${y + 9}l5-6" stroke="#000" stroke-opacity=".15" stroke-width="3" stroke-linecap="round"/>`,
  )}`;

const bacon: Draw = ({ main, light }) => html`
  ${[30, 54, 78].map(
    (y) =>
      html`<path d="M10 ${y}c16-12 28 12 48 2s34 10 52-2v20c-18 12-32-8-52 2s-32-14-48-2z" fill="${main}"/><path d="M10 ${y + 9}c16-12 28 12 48 2s34 10 52-2" stroke="${light}" stroke-width="5" fill="none"/>`,
  )}`;

const fish: Draw = ({ main, light }) => html`
  <path d="M84 64l26-20c2 14 2 26 0 40z" fill="${main}"/><path d="M84 64l26-20c2 14 2 26 0 40z" fill="#000" fill-opacity=".12"/>
  <path d="M8 64c14-26 34-34 52-34s28 14 36 34c-8 20-18 34-36 34S22 90 8 64z" fill="${main}"/><path d="M8 64c14 26 34 34 52 34s28-14 36-34c-20 12-56 14-88 0z" fill="${light}" fill-opacity=".75"/>
  <circle cx="30" cy="58" r="5" fill="#fff"/><circle cx="29" cy="58" r="2.5" fill="#26332b"/><path d="M46 44c8 12 8 26 0 40M62 46c5 6 5 12 0 18M76 50c4 5 4 9 0 14" stroke="#000" stroke-opacity=".15" stroke-width="4" fill="none" stroke-linecap="round"/>`;

const shrimp: Draw = ({ main, light }) => html`
  <path d="M88 36C60 18 22 34 22 68c0 24 18 38 38 38 12 0 22-6 24-16-18 4-34-4-34-20 0-18 20-26 38-16 8 4 14-12 0-18z" fill="${main}"/>
  <path d="M44 38l10 14M28 58l18 6M30 82l18-6M48 100l8-14" stroke="${light}" stroke-width="4" stroke-linecap="round"/><path d="M84 90c8-2 16 2 18 10-8 4-16 2-20-4z" fill="${main}"/><circle cx="84" cy="44" r="3.5" fill="#26332b"/><path d="M92 40c8-4 12-10 14-18" stroke="${main}" stroke-width="3" stroke-linecap="round" fill="none"/>`;

export const fresh = {
  loaf,
  bun,
  ring,
  cake,
  pie,
  cookie,
  cheese,
  butter,
  eggs,
  steak,
  drumstick,
  sausage,
  bacon,
  fish,
  shrimp,
};

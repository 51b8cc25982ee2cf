import { html } from '../html.ts';
import type { Draw } from './paint.ts';

const roll: Draw = ({ main, light }) => html`
  <path d="M24 36h66v62c0 5-4 8-8 8H30c-3 0-6-3-6-6z" fill="#f4f6f4"/><path d="M74 36h16v62c0 5-4 8-8 8h-8z" fill="#000" fill-opacity=".06"/>
  <path d="M24 58h66M24 80h66" stroke="${main}" stroke-opacity=".45" stroke-width="3" stroke-dasharray="5 5"/><ellipse cx="57" cy="36" rx="33" ry="14" fill="#fff"/><ellipse cx="57" cy="36" rx="33" ry="14" fill="${light}" fill-opacity=".6"/><ellipse cx="57" cy="36" rx="12" ry="5" fill="${main}"/>
  <path d="M90 92c8 0 12 4 12 14H82c5 0 8-4 8-8z" fill="#dfe5e1"/>`;

const detergent: Draw = ({ main, accent, light }) => html`
  <path d="M46 32h28c16 4 24 18 24 36v30c0 5-3 8-8 8H30c-5 0-8-3-8-8V62c0-18 10-28 24-30zm32 14c-5 0-7 4-7 8v16c0 4 3 6 7 6s8-3 8-9c0-12-2-21-8-21z" fill="${main}" fill-rule="evenodd"/>
  <rect x="44" y="14" width="30" height="19" rx="4" fill="${accent}"/><rect x="30" y="80" width="60" height="18" rx="5" fill="${light}"/><path d="M38 89h30" stroke="${main}" stroke-width="5" stroke-linecap="round"/><path d="M32 66c0-10 5-17 13-20" stroke="#fff" stroke-opacity=".45" stroke-width="5" fill="none" stroke-linecap="round"/>`;

const spray: Draw = ({ main, accent, light }) => html`
  <path d="M44 22h34c6 0 10 4 10 10H64v12H50V34c-6 0-8-4-6-12z" fill="${accent}"/><path d="M86 22l14-6M88 28h14M86 34l14 6" stroke="#8db6c6" stroke-width="3" stroke-linecap="round"/>
  <path d="M46 44h22c14 8 16 18 16 32v24c0 4-3 6-6 6H38c-3 0-6-2-6-6V76c0-14 2-24 14-32z" fill="${main}"/><rect x="38" y="66" width="40" height="28" rx="5" fill="${light}"/><path d="M58 70c5 7 8 10 8 14a8 8 0 01-16 0c0-4 3-7 8-14z" fill="${accent}"/>`;

const pet: Draw = ({ main, accent, light }) => html`
  <path d="M34 26h52v74c0 4-12 7-26 7s-26-3-26-7z" fill="#c9ced1"/><path d="M34 36h52v56c0 4-12 7-26 7s-26-3-26-7z" fill="${main}"/>
  <circle cx="60" cy="68" r="20" fill="${light}"/><g fill="${accent}"><ellipse cx="60" cy="74" rx="9" ry="7"/><circle cx="48" cy="65" r="4"/><circle cx="56" cy="58" r="4"/><circle cx="65" cy="58" r="4"/><circle cx="72" cy="65" r="4"/></g>
  <ellipse cx="60" cy="26" rx="26" ry="7" fill="#e6eaec"/><ellipse cx="60" cy="26" rx="20" ry="4.5" fill="#c9ced1"/>`;

const petBag: Draw = ({ main, accent, light }) => html`
  <path d="M30 16h60l6 12v74c0 2-2 4-4 4H28c-2 0-4-2-4-4V28z" fill="${main}"/><path d="M30 16h60l6 12H24z" fill="#000" fill-opacity=".14"/>
  <circle cx="60" cy="68" r="24" fill="${light}"/><g fill="${accent}"><ellipse cx="60" cy="76" rx="11" ry="8"/><circle cx="45" cy="65" r="5"/><circle cx="55" cy="56" r="5"/><circle cx="66" cy="56" r="5"/><circle cx="76" cy="65" r="5"/></g>`;

const baby: Draw = ({ main, accent, light }) => html`
  <path d="M52 20c0-6 4-9 8-9s8 3 8 9l4 8H48z" fill="${accent}"/><rect x="38" y="27" width="44" height="13" rx="5" fill="${main}"/><path d="M40 40h40l4 58c0 5-4 8-9 8H45c-5 0-9-3-9-8z" fill="${light}"/>
  <path d="M38 66h44l2 32c0 5-4 8-9 8H45c-5 0-9-3-9-8z" fill="#fff"/><path d="M66 50h12M70 60h8M66 70h13M71 80h9" stroke="${main}" stroke-width="3" stroke-linecap="round"/>`;

const soap: Draw = ({ main, accent, light }) => html`
  <path d="M56 32V18h22v8" fill="none" stroke="${accent}" stroke-width="7" stroke-linejoin="round" stroke-linecap="round"/><rect x="46" y="30" width="28" height="12" rx="3" fill="${accent}"/>
  <rect x="32" y="42" width="56" height="64" rx="12" fill="${main}"/><rect x="40" y="58" width="40" height="34" rx="6" fill="${light}"/><path d="M50 76c4-8 16-8 20 0-4 6-16 6-20 0z" fill="${accent}"/>`;

const paper: Draw = ({ main, accent, light }) => html`
  <path d="M22 18h58l18 6v78l-18 4H22z" fill="${main}"/><path d="M80 18l18 6v78l-18 4z" fill="#000" fill-opacity=".18"/><rect x="30" y="28" width="42" height="10" rx="3" fill="${light}"/><circle cx="51" cy="62" r="15" fill="${accent}"/><path d="M36 88h30M36 96h20" stroke="${light}" stroke-width="4" stroke-linecap="round"/>`;

const plates: Draw = ({ main, accent, light }) => html`
  <ellipse cx="60" cy="84" rx="50" ry="22" fill="${main}"/><ellipse cx="60" cy="74" rx="50" ry="22" fill="${light}"/><ellipse cx="60" cy="74" rx="50" ry="22" fill="none" stroke="${main}" stroke-width="4"/><ellipse cx="60" cy="74" rx="31" ry="12" fill="#fff"/>
  <path d="M44 20h32l-5 40c0 3-3 4-6 4H55c-3 0-6-1-6-4z" fill="${accent}"/><path d="M45 30h30l-1 10H46z" fill="#fff" fill-opacity=".4"/>`;

const flowers: Draw = ({ main, accent }) => html`
  <path d="M60 70L44 40M60 70l16-32M60 74V36" stroke="#4b8541" stroke-width="4" stroke-linecap="round"/>
  ${[
    [42, 36],
    [78, 34],
    [60, 26],
  ].map(
    ([x, y]) =>
      html`<g fill="${main}">${[0, 72, 144, 216, 288].map((turn) => html`<circle cx="${x}" cy="${(y ?? 0) - 10}" r="8" transform="rotate(${turn} ${x} ${y})"/>`)}</g><circle cx="${x}" cy="${y}" r="6" fill="${accent}"/>`,
  )}
  <path d="M34 62h52L68 106H52z" fill="#e9dcc3"/><path d="M34 62h52l-4 10H38z" fill="#d8c6a4"/>`;

const battery: Draw = ({ main, accent, light }) => html`
  ${[38, 72].map((x) => html`<rect x="${x - 6}" y="22" width="22" height="10" rx="3" fill="#b9c0c4"/><rect x="${x - 12}" y="30" width="34" height="76" rx="6" fill="${main}"/><rect x="${x - 12}" y="30" width="34" height="22" fill="${accent}"/><path d="M${x + 7} 60l-9 16h8l-2 14 9-18h-8z" fill="${light}"/>`)}`;

const ice: Draw = () => html`
  <g fill="#cfeaf5" stroke="#9fcfe3" stroke-width="3" stroke-linejoin="round"><rect x="18" y="62" width="42" height="42" rx="8" transform="rotate(-6 39 83)"/><rect x="60" y="62" width="42" height="42" rx="8" transform="rotate(8 81 83)"/><rect x="38" y="26" width="42" height="42" rx="8" transform="rotate(12 59 47)"/></g>
  <g stroke="#fff" stroke-width="5" stroke-linecap="round"><path d="M28 74v12M72 72v12M50 38v12"/></g>`;

const cart: Draw = ({ main, accent, light }) => html`
  <path d="M26 42h68l-8 58c0 4-3 6-7 6H41c-4 0-7-2-7-6z" fill="${main}"/><path d="M42 46c0-18 6-30 18-30s18 12 18 30" fill="none" stroke="${accent}" stroke-width="7" stroke-linecap="round"/><path d="M30 60h60l-3 20H33z" fill="${light}"/><path d="M50 74c4-9 16-9 20 0-4 6-16 6-20 0z" fill="${accent}"/>`;

const bulb: Draw = ({ main, accent }) => html`
  <path d="M60 14c20 0 34 14 34 32 0 16-10 22-14 36H40c-4-14-14-20-14-36 0-18 14-32 34-32z" fill="#fdf0b8"/><path d="M60 78V56l-9-9M60 56l9-9" fill="none" stroke="${accent}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M40 82h40v8c0 8-8 16-20 16s-20-8-20-16z" fill="${main}"/><path d="M40 91h40" stroke="#fff" stroke-opacity=".4" stroke-width="3"/><path d="M38 42c1-8 7-14 14-16" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/>`;

export const household = {
  roll,
  detergent,
  spray,
  pet,
  petBag,
  baby,
  soap,
  paper,
  plates,
  flowers,
  battery,
  ice,
  cart,
  bulb,
};

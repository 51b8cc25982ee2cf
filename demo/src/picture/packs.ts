import { html } from '../html.ts';
import type { Draw } from './paint.ts';

const can: Draw = ({ main, accent, light }) => html`
  <path d="M34 26h52v74c0 4-12 7-26 7s-26-3-26-7z" fill="#c9ced1"/>
  <path d="M34 36h52v56c0 4-12 7-26 7s-26-3-26-7z" fill="${main}"/>
  <path d="M34 54c14 5 38 5 52 0v22c-14 5-38 5-52 0z" fill="${light}"/>
  <circle cx="60" cy="67" r="8" fill="${accent}"/>
  <ellipse cx="60" cy="26" rx="26" ry="7" fill="#e6eaec"/><ellipse cx="60" cy="26" rx="20" ry="4.5" fill="#c9ced1"/>
  <path d="M41 38v54" stroke="#fff" stroke-opacity=".35" stroke-width="5" stroke-linecap="round"/>`;

const jar: Draw = ({ main, accent, light }) => html`
  <path d="M36 38h48c6 4 8 9 8 15v43c0 6-5 10-11 10H39c-6 0-11-4-11-10V53c0-6 2-11 8-15z" fill="${main}"/>
  <rect x="34" y="20" width="52" height="18" rx="5" fill="${accent}"/><path d="M34 29h52" stroke="#000" stroke-opacity=".12" stroke-width="3"/>
  <rect x="28" y="58" width="64" height="32" fill="${light}"/><rect x="40" y="66" width="40" height="6" rx="3" fill="${main}"/><rect x="47" y="77" width="26" height="5" rx="2.5" fill="${accent}"/>
  <path d="M36 50c0-3 1-5 3-7" stroke="#fff" stroke-opacity=".55" stroke-width="5" stroke-linecap="round" fill="none"/>`;

const bottle: Draw = ({ main, accent, light }) => html`
  <path d="M52 26h16c0 14 16 20 16 36v36c0 5-4 8-9 8H45c-5 0-9-3-9-8V62c0-16 16-22 16-36z" fill="${main}"/>
  <rect x="50" y="13" width="20" height="13" rx="3" fill="${accent}"/>
  <path d="M36 64h48v24H36z" fill="${light}"/><path d="M42 80c8-12 28-12 36 0" stroke="${accent}" stroke-width="5" fill="none" stroke-linecap="round"/>
  <path d="M46 56c1-5 5-9 8-14" stroke="#fff" stroke-opacity=".5" stroke-width="4" stroke-linecap="round" fill="none"/>`;

const waterBottle: Draw = ({ main, light }) => html`
  <path d="M50 28h20c1 8 12 11 12 22 0 6-3 8-3 12s3 6 3 11-3 7-3 11 3 5 3 12c0 6-5 10-11 10H49c-6 0-11-4-11-10 0-7 3-8 3-12s-3-6-3-11 3-7 3-11-3-6-3-12c0-11 11-14 12-22z" fill="#bfe3f2"/>
  <path d="M41 64h38c0 3 3 5 3 9H38c0-4 3-6 3-9zM38 50h44c0 8-3 8-3 14H41c0-6-3-6-3-14z" fill="${main}"/>
  <rect x="47" y="16" width="26" height="12" rx="3" fill="${main}"/>
  <path d="M52 60c5-7 11-7 16 0" stroke="${light}" stroke-width="4" fill="none" stroke-linecap="round"/>
  <path d="M46 82v14M46 38v6" stroke="#fff" stroke-opacity=".8" stroke-width="4" stroke-linecap="round"/>`;

const carton: Draw = ({ main, accent, light }) => html`
  <path d="M34 46l10-20h32l10 20v56c0 2-2 4-4 4H38c-2 0-4-2-4-4z" fill="${light}"/>
  <path d="M34 46l10-20h32l10 20z" fill="${main}"/><rect x="42" y="15" width="36" height="12" rx="2" fill="${main}"/><path d="M42 25h36" stroke="#000" stroke-opacity=".14" stroke-width="3"/>
  <path d="M34 74c14-12 26 8 52-4v32c0 2-2 4-4 4H38c-2 0-4-2-4-4z" fill="${main}"/>
  <circle cx="60" cy="62" r="9" fill="${accent}"/><path d="M34 46h52v60h-8V46z" fill="#000" fill-opacity=".06"/>`;

const cup: Draw = ({ main, accent, light }) => html`
  <path d="M30 40h60l-7 60c-1 4-4 6-8 6H45c-4 0-7-2-8-6z" fill="${light}"/>
  <path d="M32 56h56l-4 34H36z" fill="${main}"/><circle cx="60" cy="73" r="11" fill="${accent}"/>
  <rect x="25" y="30" width="70" height="12" rx="6" fill="${main}"/><path d="M34 36h52" stroke="#fff" stroke-opacity=".4" stroke-width="3" stroke-linecap="round"/>
  <path d="M88 56l-4 34h-9l4-34z" fill="#000" fill-opacity=".08"/>`;

const tub: Draw = ({ main, accent, light }) => html`
  <path d="M18 54h84l-8 44c-1 5-5 8-10 8H36c-5 0-9-3-10-8z" fill="${main}"/>
  <path d="M22 68c20 12 56 12 76 0l-3 20c-20 10-50 10-70 0z" fill="${light}"/><ellipse cx="60" cy="84" rx="13" ry="6" fill="${accent}"/>
  <rect x="13" y="42" width="94" height="14" rx="7" fill="${light}"/><rect x="13" y="42" width="94" height="14" rx="7" fill="${main}" fill-opacity=".45"/>`;

const box: Draw = ({ main, accent, light }) => html`
  <path d="M30 24l52-6v88l-52-4z" fill="${main}"/><path d="M82 18l12 8v74l-12 6z" fill="${main}"/><path d="M82 18l12 8v74l-12 6z" fill="#000" fill-opacity=".2"/>
  <path d="M37 36l38-3v16l-38 2z" fill="${light}"/><path d="M42 43l24-1.5" stroke="${main}" stroke-width="4" stroke-linecap="round"/>
  <circle cx="56" cy="76" r="17" fill="${light}"/><circle cx="56" cy="76" r="11" fill="${accent}"/>`;

const wideBox: Draw = ({ main, accent, light }) => html`
  <path d="M10 48l76-6v62l-76-4z" fill="${main}"/><path d="M86 42l24 8v46l-24 8z" fill="${main}"/><path d="M86 42l24 8v46l-24 8z" fill="#000" fill-opacity=".2"/>
  <path d="M10 48l28-8 72 10-24-8z" fill="#fff" fill-opacity=".3"/>
  <path d="M20 60l44-3v12l-44 2z" fill="${light}"/><circle cx="62" cy="84" r="13" fill="${light}"/><circle cx="62" cy="84" r="8" fill="${accent}"/><path d="M22 82h22M22 90h14" stroke="${light}" stroke-width="4" stroke-linecap="round"/>`;

const bag: Draw = ({ main, accent, light }) => html`
  <path d="M30 20h60c-3 10 4 20 4 42s-6 34-3 44H29c3-10-3-22-3-44s7-32 4-42z" fill="${main}"/>
  <path d="M30 20h60l-1 9H31zM29 98h62v8H29z" fill="#000" fill-opacity=".14"/>
  <path d="M27 50c20 10 46 10 66 0l1 24c-20 10-48 10-68 0z" fill="${light}"/><ellipse cx="60" cy="67" rx="18" ry="9" fill="${accent}"/>
  <path d="M37 34c-2 6-3 8-3 14" stroke="#fff" stroke-opacity=".45" stroke-width="4" stroke-linecap="round" fill="none"/>`;

const pouch: Draw = ({ main, accent, light }) => html`
  <path d="M28 22h64l4 72c0 8-6 12-12 12H36c-6 0-12-4-12-12z" fill="${main}"/><path d="M28 22h64l1 10H27z" fill="${light}"/><path d="M27 32h66" stroke="#000" stroke-opacity=".15" stroke-width="2" stroke-dasharray="4 4"/>
  <rect x="38" y="42" width="44" height="18" rx="4" fill="${light}"/><path d="M45 51h28" stroke="${main}" stroke-width="5" stroke-linecap="round"/>
  <g fill="${accent}"><circle cx="46" cy="82" r="8"/><circle cx="64" cy="78" r="9"/><circle cx="76" cy="90" r="7"/><circle cx="58" cy="94" r="6"/></g>`;

const sack: Draw = ({ main, accent, light }) => html`
  <path d="M34 24c16 5 36 5 52 0l-5 14c8 18 12 40 8 62-1 4-4 6-8 6H39c-4 0-7-2-8-6-4-22 0-44 8-62z" fill="${light}"/>
  <path d="M34 24c16 5 36 5 52 0l-5 14c-14 4-28 4-42 0z" fill="${main}"/>
  <path d="M33 62c18 6 38 6 55 0 2 10 2 18 2 26-18 6-40 6-60 0 0-8 1-16 3-26z" fill="${main}"/><circle cx="60" cy="77" r="9" fill="${accent}"/>`;

const squeeze: Draw = ({ main, accent, light }) => html`
  <path d="M54 26l4-14h4l4 14z" fill="${light}"/><rect x="44" y="26" width="32" height="12" rx="3" fill="${accent}"/>
  <path d="M42 38h36c6 8 8 16 6 28-2 14 0 20 2 32 0 5-4 8-8 8H42c-4 0-8-3-8-8 2-12 4-18 2-32-2-12 0-20 6-28z" fill="${main}"/>
  <ellipse cx="60" cy="74" rx="17" ry="19" fill="${light}"/><path d="M51 74h18M54 82h12" stroke="${main}" stroke-width="4.5" stroke-linecap="round"/><circle cx="60" cy="65" r="4" fill="${accent}"/>`;

const shaker: Draw = ({ main, accent, light }) => html`
  <path d="M40 36h40v64c0 4-3 6-6 6H46c-3 0-6-2-6-6z" fill="${accent}"/><path d="M40 18c0-3 3-5 6-5h28c3 0 6 2 6 5v18H40z" fill="${main}"/>
  <rect x="40" y="52" width="40" height="36" fill="${light}"/><path d="M48 62h24M48 70h16M48 78h20" stroke="${main}" stroke-width="4" stroke-linecap="round"/>
  <g fill="#fff" fill-opacity=".6"><circle cx="52" cy="22" r="2"/><circle cx="60" cy="20" r="2"/><circle cx="68" cy="22" r="2"/></g>`;

const sixPack: Draw = ({ main, accent, light }) => html`
  ${[30, 60, 90].map(
    (x) =>
      html`<path d="M${x - 5} 26h10c0 12 8 14 8 26v54h-26V52c0-12 8-14 8-26z" fill="${main}"/><rect x="${x - 6}" y="18" width="12" height="9" rx="2" fill="${accent}"/>`,
  )}
  <path d="M14 60h92v42c0 2-2 4-4 4H18c-2 0-4-2-4-4z" fill="${light}"/><path d="M14 60h92v9H14z" fill="${accent}"/><circle cx="60" cy="87" r="12" fill="${main}"/><path d="M24 84h16M80 84h16M24 94h10M86 94h10" stroke="${main}" stroke-width="4" stroke-linecap="round"/>`;

export const packs = {
  can,
  jar,
  bottle,
  waterBottle,
  carton,
  cup,
  tub,
  box,
  wideBox,
  bag,
  pouch,
  sack,
  squeeze,
  shaker,
  sixPack,
};

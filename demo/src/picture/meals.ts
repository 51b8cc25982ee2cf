import { html } from '../html.ts';
import type { Draw } from './paint.ts';

const pizza: Draw = ({ main, accent }) => html`
  <path d="M10 36c30-18 70-18 100 0L62 104c-1 2-3 2-4 0z" fill="#d79c54"/><path d="M20 44c26-12 54-12 80 0L61 98c-1 1-2 1-3 0z" fill="${main}"/>
  <g fill="${accent}"><circle cx="46" cy="54" r="8"/><circle cx="74" cy="56" r="8"/><circle cx="60" cy="76" r="7"/></g><g fill="#5c9a4b"><path d="M58 46l6 4-6 3zM52 68l-5 2 4 4zM68 70l6-2-2 6z"/></g>`;

const tray: Draw = ({ main, accent, light }) => html`
  <path d="M8 52h104l-10 46c-1 5-5 8-10 8H28c-5 0-9-3-10-8z" fill="#34423a"/><rect x="4" y="44" width="112" height="12" rx="6" fill="#46564d"/>
  <path d="M18 56h84l-7 36c-1 4-4 6-8 6H33c-4 0-7-2-8-6z" fill="${light}"/><path d="M22 60h36v34H32c-3 0-5-2-6-5z" fill="${main}"/><path d="M64 60h34l-3 15H64z" fill="${accent}"/><path d="M64 80h30l-2 9c-1 3-3 5-6 5H64z" fill="#6ea35a"/>`;

const bowl: Draw = ({ main, accent, light }) => html`
  <path d="M42 30c-5-6 5-10 0-16M60 28c-5-6 5-10 0-16M78 30c-5-6 5-10 0-16" stroke="#9aa59d" stroke-opacity=".7" stroke-width="4" fill="none" stroke-linecap="round"/>
  <path d="M8 56h104c0 28-22 46-52 46S8 84 8 56z" fill="${main}"/><ellipse cx="60" cy="56" rx="52" ry="16" fill="${light}"/><ellipse cx="60" cy="57" rx="43" ry="11" fill="${accent}"/>
  <g fill="#fff" fill-opacity=".7"><circle cx="44" cy="56" r="4"/><circle cx="70" cy="60" r="4"/><circle cx="60" cy="52" r="3"/></g><rect x="42" y="100" width="36" height="6" rx="3" fill="${main}"/>`;

const iceCream: Draw = ({ main, accent, light }) => html`
  <path d="M36 60h48L62 106c-1 2-3 2-4 0z" fill="#d9a05b"/><path d="M44 62l26 26M58 62l16 16M76 62L52 88M62 62L46 76" stroke="#000" stroke-opacity=".14" stroke-width="3"/>
  <circle cx="44" cy="48" r="17" fill="${accent}"/><circle cx="76" cy="48" r="17" fill="${light}"/><circle cx="60" cy="32" r="19" fill="${main}"/><path d="M32 60c4 8 8-2 14 2s8 4 14 0 8 4 14 0 10 6 14-2z" fill="${main}"/>
  <path d="M50 28c2-5 5-7 9-7" stroke="#fff" stroke-opacity=".6" stroke-width="4" stroke-linecap="round" fill="none"/>`;

const popsicle: Draw = ({ main, accent }) => html`
  <rect x="53" y="78" width="14" height="30" rx="6" fill="#dfb97f"/><path d="M34 40c0-16 11-26 26-26s26 10 26 26v46H34z" fill="${main}"/><path d="M34 58h52v28c0 4-3 6-6 6H40c-3 0-6-2-6-6z" fill="${accent}"/>
  <path d="M46 36v40M60 32v44" stroke="#fff" stroke-opacity=".4" stroke-width="6" stroke-linecap="round"/>`;

const candy: Draw = ({ main, accent, light }) => html`
  <path d="M14 40l20 12-4 26-18 10 4-14-10-8 12-8zM106 40L86 52l4 26 18 10-4-14 10-8-12-8z" fill="${accent}"/>
  <rect x="26" y="42" width="68" height="44" rx="14" fill="${main}"/><path d="M40 43l-8 42M60 42l-10 44M80 42L70 86" stroke="${light}" stroke-opacity=".75" stroke-width="7"/>`;

const bar: Draw = ({ main, accent, light }) => html`
  <g transform="rotate(-14 60 62)"><path d="M4 44l6 4-6 4 6 4-6 4 6 4-6 4 6 4-6 6h30V44z" fill="${main}"/><path d="M116 44l-6 4 6 4-6 4 6 4-6 4 6 4-6 4 6 6H86V44z" fill="${main}"/>
  <rect x="16" y="40" width="88" height="42" rx="4" fill="${main}"/><path d="M16 50h88v22H16z" fill="${light}"/><path d="M28 61h40" stroke="${main}" stroke-width="7" stroke-linecap="round"/><circle cx="86" cy="61" r="7" fill="${accent}"/></g>`;

const mug: Draw = ({ main, accent, light }) => html`
  <path d="M42 32c-5-6 5-10 0-16M60 30c-5-6 5-10 0-16" stroke="#9aa59d" stroke-opacity=".7" stroke-width="4" fill="none" stroke-linecap="round"/>
  <path d="M82 52h8c10 0 16 6 16 15s-6 16-16 16h-8" fill="none" stroke="${main}" stroke-width="8"/><path d="M20 42h64v44c0 12-8 20-20 20H40c-12 0-20-8-20-20z" fill="${main}"/>
  <ellipse cx="52" cy="43" rx="32" ry="8" fill="${light}"/><ellipse cx="52" cy="44" rx="26" ry="5.5" fill="#6f4a33"/><path d="M40 76c6-10 18-10 24 0-6 8-18 8-24 0z" fill="${accent}"/>`;

const nuts: Draw = ({ main, light }) => html`
  <path d="M42 24c14 0 20 12 18 24s2 14 6 22c6 12 0 34-20 36S14 92 16 74c1-10 8-14 8-24 0-14 4-26 18-26z" fill="${main}"/><path d="M30 44l22-4M28 54l26-2M24 78l34-4M24 90l36-4M40 28v72" stroke="#000" stroke-opacity=".14" stroke-width="3" stroke-linecap="round"/>
  <ellipse cx="86" cy="78" rx="16" ry="24" transform="rotate(24 86 78)" fill="${light}"/><path d="M80 92c4-10 8-20 14-28" stroke="#000" stroke-opacity=".14" stroke-width="3" stroke-linecap="round"/>`;

const pasta: Draw = ({ main, accent, light }) => html`
  <path d="M30 18h60l6 18v64c0 4-3 6-6 6H30c-3 0-6-2-6-6V36z" fill="${main}"/><path d="M30 18h60l6 18H24z" fill="#000" fill-opacity=".12"/>
  <rect x="36" y="48" width="48" height="46" rx="10" fill="${light}"/><g stroke="${accent}" stroke-width="5" stroke-linecap="round" fill="none"><path d="M44 58c6 6 10-4 16 2s10-2 16 2M44 70c6 6 10-4 16 2s10-2 16 2M44 82c6 6 10-4 16 2s10-2 16 2"/></g>`;

export const meals = { pizza, tray, bowl, iceCream, popsicle, candy, bar, mug, nuts, pasta };

import { html } from '../html.ts';
import type { Draw } from './paint.ts';

const green = '#5c9a4b';
const deepGreen = '#3f7a3c';

const lettuce: Draw = ({ main }) => html`
  <path d="M60 24c-10-8-22-2-23 8-12-1-20 10-15 20-9 6-8 20 1 24-2 14 12 28 37 30 25-2 39-16 37-30 9-4 10-18 1-24 5-10-3-21-15-20-1-10-13-16-23-8z" fill="${main}"/>
  <path d="M60 40c-7-5-15-1-16 6-9 0-13 9-9 16-6 5-5 14 2 17 1 10 10 19 23 20 13-1 22-10 23-20 7-3 8-12 2-17 4-7 0-16-9-16-1-7-9-11-16-6z" fill="#fff" fill-opacity=".28"/>
  <path d="M60 100V52M60 78L44 64M60 78l16-14M60 94L42 82M60 94l18-12" fill="none" stroke="#fff" stroke-opacity=".6" stroke-width="4" stroke-linecap="round"/>`;

const carrot: Draw = ({ main }) => html`
  <path d="M62 44C48 34 44 22 46 12c8 4 14 10 16 18 2-10 8-16 16-20 4 12-2 24-16 34z" fill="${green}"/>
  <path d="M36 46c6-8 42-8 48 0 4 6-12 60-24 60S32 52 36 46z" fill="${main}"/>
  <path d="M40 58h14M66 68h12M46 82h10" stroke="#000" stroke-opacity=".16" stroke-width="4" stroke-linecap="round"/>
  <path d="M44 50c4-2 8-3 12-3" stroke="#fff" stroke-opacity=".5" stroke-width="4" stroke-linecap="round" fill="none"/>`;

const potato: Draw = ({ main }) => html`
  <path d="M72 38c18-4 34 10 32 28-2 16-16 20-26 20S50 66 56 52c3-7 9-12 16-14z" fill="${main}"/>
  <path d="M72 38c18-4 34 10 32 28-2 16-16 20-26 20S50 66 56 52c3-7 9-12 16-14z" fill="#000" fill-opacity=".14"/>
  <path d="M26 62c10-14 34-14 48-4 14 10 18 30 6 40-10 8-26 10-40 6C22 99 14 78 26 62z" fill="${main}"/>
  <g fill="#000" fill-opacity=".18"><circle cx="40" cy="74" r="2.5"/><circle cx="58" cy="70" r="2.5"/><circle cx="66" cy="86" r="2.5"/><circle cx="46" cy="92" r="2.5"/></g>
  <path d="M30 72c3-5 7-8 12-9" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="4" stroke-linecap="round"/>`;

const onion: Draw = ({ main }) => html`
  <path d="M60 40c-2-10-8-16-8-24M60 40c0-12 2-18 6-26M60 40c4-8 10-12 16-14" fill="none" stroke="${green}" stroke-width="5" stroke-linecap="round"/>
  <path d="M60 36c-8 8-34 14-34 38 0 20 16 32 34 32s34-12 34-32c0-24-26-30-34-38z" fill="${main}"/>
  <path d="M60 40c-6 12-16 20-16 38 0 14 6 24 16 26M60 40c6 12 16 20 16 38 0 14-6 24-16 26" fill="none" stroke="#fff" stroke-opacity=".45" stroke-width="3"/>`;

const tomato: Draw = ({ main }) => html`
  <path d="M60 38c-22-8-40 6-40 30 0 24 18 38 40 38s40-14 40-38c0-24-18-38-40-30z" fill="${main}"/>
  <path d="M30 66c1-9 6-15 13-17" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="5" stroke-linecap="round"/>
  <path d="M60 40l-18 6 8-10-12-6 15-1 7-13 7 13 15 1-12 6 8 10z" fill="${green}"/>`;

const pepper: Draw = ({ main }) => html`
  <path d="M46 40c-18-4-28 10-24 32 4 20 14 34 24 34 6 0 8-4 14-4s8 4 14 4c10 0 20-14 24-34 4-22-6-36-24-32-6 2-22 2-28 0z" fill="${main}"/>
  <path d="M60 44v52" stroke="#000" stroke-opacity=".1" stroke-width="5" stroke-linecap="round"/>
  <path d="M32 60c1-6 5-9 10-9" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="5" stroke-linecap="round"/>
  <path d="M46 42c2-6 8-9 14-9s12 3 14 9c-8 5-20 5-28 0z" fill="${deepGreen}"/><path d="M60 36c0-9 2-14 9-18" fill="none" stroke="${deepGreen}" stroke-width="6" stroke-linecap="round"/>`;

const broccoli: Draw = ({ main, light }) => html`
  <path d="M50 68h20l4 30c0 5-6 8-14 8s-14-3-14-8z" fill="${light}"/>
  <path d="M52 84L38 66M68 84l14-18" stroke="${light}" stroke-width="9" stroke-linecap="round"/>
  <g fill="${main}"><circle cx="34" cy="56" r="17"/><circle cx="86" cy="56" r="17"/><circle cx="46" cy="38" r="18"/><circle cx="74" cy="38" r="18"/><circle cx="60" cy="56" r="20"/></g>
  <g fill="#fff" fill-opacity=".25"><circle cx="40" cy="34" r="5"/><circle cx="66" cy="32" r="5"/><circle cx="56" cy="50" r="5"/><circle cx="30" cy="52" r="4"/><circle cx="82" cy="52" r="4"/></g>`;

const mushroom: Draw = ({ main, light }) => html`
  <path d="M46 62h28c0 16 6 26 6 34 0 7-9 10-20 10s-20-3-20-10c0-8 6-18 6-34z" fill="${light}"/>
  <path d="M74 62c0 16 6 26 6 34 0 7-9 10-20 10 10-10 6-30 4-44z" fill="#000" fill-opacity=".08"/>
  <path d="M14 64c0-24 20-42 46-42s46 18 46 42c0 6-4 8-10 8H24c-6 0-10-2-10-8z" fill="${main}"/>
  <path d="M28 52c4-9 12-15 21-17" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="5" stroke-linecap="round"/>`;

const cucumber: Draw = ({ main, light }) => html`
  <rect x="10" y="46" width="86" height="30" rx="15" transform="rotate(-24 53 61)" fill="${main}"/>
  <path d="M26 66l52-24" stroke="#fff" stroke-opacity=".35" stroke-width="4" stroke-linecap="round"/>
  <circle cx="78" cy="82" r="23" fill="${main}"/><circle cx="78" cy="82" r="19" fill="${light}"/>
  <g fill="#fff" stroke="${main}" stroke-opacity=".4">${[0, 60, 120, 180, 240, 300].map(
    (turn) => html`<ellipse transform="rotate(${turn} 78 82)" cx="78" cy="72" rx="2.5" ry="4.5"/>`,
  )}</g>`;

const corn: Draw = ({ main }) => html`
  <path d="M60 12c13 6 18 26 18 46s-6 40-18 44c-12-4-18-24-18-44s5-40 18-46z" fill="${main}"/>
  <g stroke="#000" stroke-opacity=".12" stroke-width="2.5" fill="none"><path d="M52 18v78M60 14v86M68 18v78M44 34h32M42 46h36M42 58h36M42 70h36"/></g>
  <path d="M60 106c-22-4-32-22-30-46 18 8 28 24 30 46z" fill="${green}"/><path d="M60 106c22-4 32-22 30-46-18 8-28 24-30 46z" fill="${deepGreen}"/>`;

const herbs: Draw = ({ main }) => html`
  <path d="M60 104V40M60 84L38 62M60 84l22-22M60 66L44 46M60 66l16-20" stroke="${deepGreen}" stroke-width="4" stroke-linecap="round" fill="none"/>
  <g fill="${main}">${[
    [60, 28, 0],
    [40, 42, -35],
    [80, 42, 35],
    [32, 60, -55],
    [88, 60, 55],
    [50, 36, -18],
    [70, 36, 18],
  ].map(
    ([x, y, turn]) => html`<ellipse cx="${x}" cy="${y}" rx="9" ry="15" transform="rotate(${turn} ${x} ${y})"/>`,
  )}</g>
  <path d="M50 92h20" stroke="#d9a55b" stroke-width="7" stroke-linecap="round"/>`;

const celery: Draw = ({ main }) => html`
  <g fill="none" stroke-linecap="round" stroke-width="13"><path d="M46 100C44 78 42 62 36 44" stroke="${main}"/><path d="M74 100c2-22 4-38 10-56" stroke="${main}"/><path d="M60 100V40" stroke="${main}"/></g>
  <path d="M60 100V44M47 98c-2-20-4-34-9-50M73 98c2-20 4-34 9-50" stroke="#fff" stroke-opacity=".45" stroke-width="3" fill="none"/>
  <g fill="${deepGreen}"><circle cx="34" cy="34" r="13"/><circle cx="86" cy="34" r="13"/><circle cx="60" cy="26" r="15"/></g>
  <path d="M38 88h44" stroke="#d4503e" stroke-width="6" stroke-linecap="round"/>`;

export const vegetables = {
  lettuce,
  carrot,
  potato,
  onion,
  tomato,
  pepper,
  broccoli,
  mushroom,
  cucumber,
  corn,
  herbs,
  celery,
};

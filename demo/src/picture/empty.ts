import { type Html, html } from '../html.ts';

/** An empty basket, for pages that have nothing to show. */
export function empty(): Html {
  return html`<svg class="empty-picture" viewBox="0 0 160 120" aria-hidden="true" focusable="false">
    <ellipse cx="80" cy="112" rx="58" ry="6" fill="#000" fill-opacity=".1"/>
    <path d="M44 56c4-34 68-34 72 0" fill="none" stroke="#a8713b" stroke-width="7" stroke-linecap="round"/>
    <path d="M22 54h116l-12 50c-1 5-4 7-9 7H43c-5 0-8-2-9-7z" fill="#c98f52"/>
    <path d="M28 70h104M32 86h96" stroke="#a8713b" stroke-width="4"/><path d="M54 58l6 50M80 58v50M106 58l-6 50" stroke="#a8713b" stroke-width="4"/>
    <rect x="16" y="48" width="128" height="13" rx="6.5" fill="#a8713b"/>
  </svg>`;
}

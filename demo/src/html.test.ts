import { expect, test } from 'vitest';
import { escapeHtml } from './escape.ts';
import { html } from './html.ts';

test('escapes what could end an element or an attribute', () => {
  expect(escapeHtml(`<img src="x" onerror='y'> & co`)).toBe(
    '&lt;img src=&quot;x&quot; onerror=&#39;y&#39;&gt; &amp; co',
  );
});

test('a template escapes its values and keeps nested templates', () => {
  const name = 'Salt & <b>Vinegar</b>';
  expect(html`<p title="${name}">${html`<b>${name}</b>`}</p>`.markup).toBe(
    '<p title="Salt &amp; &lt;b&gt;Vinegar&lt;/b&gt;"><b>Salt &amp; &lt;b&gt;Vinegar&lt;/b&gt;</b></p>',
  );
});

test('a template joins lists and leaves out what is absent, but keeps zero', () => {
  expect(html`${[1, 'a', html`<i>b</i>`]}|${null}${undefined}${false}|${0}`.markup).toBe('1a<i>b</i>||0');
});

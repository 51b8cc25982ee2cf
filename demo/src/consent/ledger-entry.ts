import type { LedgerEntry } from '@edgecart/sdk';
import { type Html, html } from '../html.ts';
import { tellRecord } from './record-words.ts';

const clock = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium' });

/** One record that left: in words, when, and the bytes. */
export function ledgerEntry({ record, json, sentMs }: LedgerEntry, nameOf: (id: string) => string): Html {
  const { what, when } = tellRecord(record, nameOf);
  return html`<li class="ledger-entry" data-testid="ledger-entry" data-record-id="${record.id}"><p class="ledger-what">${what}</p><p class="ledger-when">${when} · left at ${clock.format(sentMs)}</p><pre tabindex="0" aria-label="The record as it was sent"><code>${json}</code></pre></li>`;
}

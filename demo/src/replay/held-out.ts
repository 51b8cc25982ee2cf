import { type Html, html } from '../html.ts';

/** What the trainer measured on all held-out carts, as the model's manifest tells it. */
export interface HeldOut {
  carts: number;
  rows: { who: string; hitRateAt10: number; hitRateAt20: number }[];
}

/** Prefixes of the manifest's metrics, and who they stand for; the model's own have none. */
const who = {
  '': 'Edgecart’s model, the file that this page loads',
  covisitation_: 'Items bought together, from all pairs',
  similar_baskets_: 'The most similar past baskets',
  popularity_: 'Best sellers',
} as const;

/** From the manifest of the newest model in the folder; `undefined` where there is none, or none that was measured. */
export async function loadHeldOut(modelUrl: string | undefined): Promise<HeldOut | undefined> {
  if (modelUrl === undefined) return undefined;
  try {
    const { version } = (await json(`${modelUrl}/latest.json`)) as { version: string };
    const { metrics } = (await json(`${modelUrl}/${version}/manifest.json`)) as { metrics?: Record<string, number> };
    return metrics && heldOutOf(metrics);
  } catch {
    // The page says by itself that there is no model.
    return undefined;
  }
}

async function json(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

/** Whoever was measured, the best first. */
export function heldOutOf(metrics: Record<string, number>): HeldOut | undefined {
  const rows = Object.entries(who).flatMap(([prefix, name]) => {
    const [hitRateAt10, hitRateAt20] = [metrics[`${prefix}hit_rate_at_10`], metrics[`${prefix}hit_rate_at_20`]];
    return hitRateAt10 === undefined || hitRateAt20 === undefined ? [] : [{ who: name, hitRateAt10, hitRateAt20 }];
  });
  if (rows.length === 0) return undefined;
  return { carts: metrics.held_out_carts ?? 0, rows: rows.sort((a, b) => b.hitRateAt10 - a.hitRateAt10) };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

export function heldOutView({ carts, rows }: HeldOut): Html {
  return html`<div class="results"><h2 id="held-out-title">All held-out carts</h2>
    <p>Measured by the trainer on ${carts.toLocaleString('en')} carts of the same weeks, each cut in half: is the next product among the first ten, the first twenty?</p>
    <div class="table-wrap" tabindex="0" role="region" aria-labelledby="held-out-title"><table><thead><tr><th scope="col">Who</th><th scope="col">Among ten</th><th scope="col">Among twenty</th></tr></thead>
    <tbody>${rows.map((row) => html`<tr data-testid="held-out-row"><th scope="row">${row.who}</th><td>${percent(row.hitRateAt10)}</td><td>${percent(row.hitRateAt20)}</td></tr>`)}</tbody></table></div></div>`;
}

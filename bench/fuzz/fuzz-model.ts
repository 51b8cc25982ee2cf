import type { ModelManifest } from '@edgecart/protocol';
import { openModel, placeFile } from '@edgecart/recommender';
import { syntheticShop } from '../device/synthetic-shop.ts';
import { between, seededRandom } from '../load/random.ts';
import { mutated } from './hostile-value.ts';

/** No model of this size takes longer to be opened or refused. Of the processor's time, for the machine may be busy. */
const longestMs = 2_000;

/**
 * Opens broken models: bytes of the file turned over (what the hash would find, were there one on pages that are not
 * secure) and manifests with wrong values. Each must be opened or refused with an `Error`, soon.
 */
export function fuzzModel(models: number, seed: number): { opened: number; findings: string[] } {
  const random = seededRandom(seed);
  const { manifest, model } = syntheticShop(40);
  const memory = placeFile(manifest, model.slice().buffer as ArrayBuffer);
  const findings: string[] = [];
  let opened = 0;
  for (let made = 0; made < models; made++) {
    // Most of what can go wrong stands in the header.
    const end = random() < 0.8 ? 3_000 : model.length - 1;
    const places = random() < 0.5 ? [] : Array.from({ length: between(random, 1, 4) }, () => between(random, 0, end));
    for (const place of places) memory.file[place] = between(random, 0, 255);
    const given = places.length > 0 ? manifest : (mutated(random, manifest) as ModelManifest);
    const start = process.cpuUsage();
    try {
      openModel(given, memory);
      opened++;
    } catch (error) {
      if (!(error instanceof Error)) findings.push(`threw ${error}, which is no Error`);
    }
    const { user, system } = process.cpuUsage(start);
    const tookMs = (user + system) / 1_000;
    if (tookMs > longestMs) findings.push(`took ${Math.round(tookMs)} ms, with ${places.length} bytes turned over`);
    for (const place of places) memory.file[place] = model[place] ?? 0;
  }
  return { opened, findings };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Persona } from '@edgecart/insights';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { readLatestModel } from '../latest-model.ts';

const Personas = Type.Object({
  personas: Type.Array(Type.Object({ name: Type.String(), categories: Type.Array(Type.String()) })),
});

/** Which models are out, for the dashboard: suggestions say by which of them they were made. */
export interface PublishedModels {
  current: string | null;
  canary: { version: string; share: number } | null;
}

/** The personas of the published model, and which models are out; nothing where none is or can be read. */
export async function readPersonas(folder: string): Promise<{ personas: Persona[]; models: PublishedModels }> {
  const file = await readLatestModel(folder).catch(() => undefined);
  if (file?.kind !== 'found') return { personas: [], models: { current: null, canary: null } };
  const { version, canary } = file.latest;
  const models = { current: version, canary: canary ?? null };
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, version, 'manifest.json'), 'utf8'));
    return { personas: Check(Personas, manifest) ? manifest.personas : [], models };
  } catch {
    return { personas: [], models };
  }
}

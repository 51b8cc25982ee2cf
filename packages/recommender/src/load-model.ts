import type { Canary, LatestModel, ModelManifest } from '@edgecart/protocol';
import { fetchOk } from './fetch-ok.ts';
import { type Model, openModel } from './model.ts';
import { type Measured, type ModelMemory, reserveModelMemory } from './model-memory.ts';
import { readPieces } from './read-pieces.ts';
import { verifyModel } from './verify-model.ts';

interface ModelFiles {
  manifest: ModelManifest;
  file: ModelMemory;
}

export interface LoadedModel {
  model: Model;
  /** `false` where the browser has no SHA-256 (pages that are not served securely). */
  verified: boolean;
}

/**
 * Asks for the current version; `takes` says whether this device is among those that try the canary out. `folder` ends
 * without a slash. Rejects with what was wrong with the answer.
 */
export async function fetchLatest(
  folder: string,
  fetcher: typeof fetch,
  takes: (canary: Canary | undefined) => canary is Canary,
): Promise<string> {
  const latest = (await fetchOk(`${folder}/latest.json`, fetcher, { cache: 'no-cache' }).then((answer) =>
    answer.json(),
  )) as Partial<LatestModel>;
  const { version = '' } = takes(latest.canary) ? latest.canary : latest;
  if (!/^[0-9a-f]{64}$/.test(version)) throw new Error(`${folder}/latest.json names no version`);
  return version;
}

interface Fetched<Manifest> {
  manifest: Manifest;
  /** The body is the model's file. */
  answer: Response;
}

/** Asks for the files of a version; rejects when one cannot be had, which another time may be different. */
export async function fetchModel(
  folder: string,
  version: string,
  fetcher: typeof fetch,
): Promise<Fetched<ModelManifest>> {
  const [manifest, answer] = await Promise.all([
    fetchOk(`${folder}/${version}/manifest.json`, fetcher).then((answer) => answer.json() as Promise<ModelManifest>),
    fetchOk(`${folder}/${version}/model.safetensors`, fetcher),
  ]);
  return { manifest, answer };
}

/**
 * Reads a model's file, piece by piece, to where it will be scored. `onBroken` is told when the body broke off, which
 * another time may be different. Rejects then, when there is no memory for it, and when it has another length.
 */
export async function readModel<Manifest extends Measured & Pick<ModelManifest, 'version'>>(
  { manifest, answer }: Fetched<Manifest>,
  onBroken: () => void = () => {},
): Promise<{ manifest: Manifest; file: ModelMemory }> {
  const memory = reserveModelMemory(manifest);
  let length = 0;
  await readPieces(answer, (piece) => {
    // What is too long is not kept, only counted.
    if (length + piece.length <= manifest.bytes) memory.file.set(piece, length);
    length += piece.length;
  }).catch((error) => {
    onBroken();
    throw error;
  });
  if (length !== manifest.bytes)
    throw new Error(`the model file of ${manifest.version} has ${length} bytes, not ${manifest.bytes}`);
  return { manifest, file: memory };
}

/** Checks and opens a model from its files; rejects with what is wrong. */
export async function loadModel({ manifest, file }: ModelFiles): Promise<LoadedModel> {
  const verified = await verifyModel(manifest, file.file);
  return { verified, model: openModel(manifest, file) };
}

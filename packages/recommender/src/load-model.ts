import type { LatestModel, ModelManifest } from '@edgecart/protocol';
import { type Model, openModel } from './model.ts';
import { type ModelMemory, placeFile, reserveModelMemory } from './model-memory.ts';
import { verifyModel } from './verify-model.ts';

export interface ModelFiles {
  manifest: ModelManifest;
  file: ArrayBuffer | ModelMemory;
}

export interface LoadedModel {
  manifest: ModelManifest;
  memory: ModelMemory;
  model: Model;
  /** `false` where the browser has no SHA-256 (pages that are not served securely). */
  verified: boolean;
}

/** Asks for the current version. `folder` ends without a slash. Rejects with what was wrong with the answer. */
export async function fetchLatest(folder: string, fetcher: typeof fetch = fetch): Promise<string> {
  const latest = (await fetchOk(`${folder}/latest.json`, fetcher, { cache: 'no-cache' }).then((answer) =>
    answer.json(),
  )) as Partial<LatestModel>;
  if (typeof latest?.version !== 'string' || !/^[0-9a-f]{64}$/.test(latest.version))
    throw new Error(`${folder}/latest.json names no version`);
  return latest.version;
}

/**
 * Downloads the files of a version, the large one straight to where it will be scored. Rejects when one cannot be had,
 * which another time may be different.
 */
export async function fetchModel(
  folder: string,
  version: string,
  fetcher: typeof fetch = fetch,
): Promise<{ manifest: ModelManifest; file: ModelMemory }> {
  const answers = [`manifest.json`, `model.safetensors`].map((name) =>
    fetchOk(`${folder}/${version}/${name}`, fetcher),
  ) as [Promise<Response>, Promise<Response>];
  const [first, second] = await Promise.all(answers);
  const manifest = (await first.json()) as ModelManifest;
  return { manifest, file: await readModel(manifest, second) };
}

/** Reads a model's file, piece by piece, into a memory that is reserved for it; rejects when it has another length. */
export async function readModel(manifest: ModelManifest, { body }: Response): Promise<ModelMemory> {
  const memory = reserveModelMemory(manifest);
  let length = 0;
  if (body !== null)
    for (const reader = body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      // What is too long is not kept, only counted.
      if (length <= memory.file.length) memory.file.set(value, length - value.length);
    }
  if (length !== manifest.bytes)
    throw new Error(`the model file of ${manifest.version} has ${length} bytes, not ${manifest.bytes}`);
  return memory;
}

/** Checks and opens a model from its files; rejects with what is wrong. */
export async function loadModel({ manifest, file }: ModelFiles): Promise<LoadedModel> {
  const memory = 'buffer' in file ? file : placeFile(manifest, file);
  const verified = await verifyModel(manifest, memory.file);
  return { manifest, memory, verified, model: openModel(manifest, memory) };
}

async function fetchOk(url: string, fetcher: typeof fetch, options: RequestInit = {}): Promise<Response> {
  const answer = await fetcher(url, { credentials: 'omit', ...options });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

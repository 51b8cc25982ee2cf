import type { LatestModel, ModelManifest } from '@edgecart/protocol';
import { type Model, openModel } from './model.ts';
import { verifyModel } from './verify-model.ts';

export interface ModelFiles {
  manifest: ModelManifest;
  file: ArrayBuffer;
}

export interface LoadedModel extends ModelFiles {
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

/** Downloads the files of a version; rejects when one cannot be had, which another time may be different. */
export async function fetchModel(folder: string, version: string, fetcher: typeof fetch = fetch): Promise<ModelFiles> {
  const [manifest, file] = await Promise.all([
    fetchOk(`${folder}/${version}/manifest.json`, fetcher).then((answer) => answer.json() as Promise<ModelManifest>),
    fetchOk(`${folder}/${version}/model.safetensors`, fetcher).then((answer) => answer.arrayBuffer()),
  ]);
  return { manifest, file };
}

/** Checks and opens a model from its files; rejects with what is wrong. */
export async function loadModel({ manifest, file }: ModelFiles): Promise<LoadedModel> {
  const verified = await verifyModel(manifest, file);
  return { manifest, file, verified, model: openModel(manifest, file) };
}

async function fetchOk(url: string, fetcher: typeof fetch, options: RequestInit = {}): Promise<Response> {
  const answer = await fetcher(url, { credentials: 'omit', ...options });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

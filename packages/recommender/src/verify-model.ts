import { hex, type ModelManifest } from '@edgecart/protocol';
import { readSafetensors } from './safetensors.ts';

const sha256 = async (bytes: BufferSource) => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

/**
 * Checks a downloaded model against its name: the file's SHA-256 is the version, and the SHA-256 of the manifest's item
 * ids is the one in the file, so that neither rows nor names can have changed. Throws an `Error` that says which differs.
 *
 * Outside of secure contexts browsers have no SHA-256; then the answer is `false`, and only what `openModel` checks is known.
 */
export async function verifyModel(manifest: ModelManifest, file: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (globalThis.crypto?.subtle === undefined) return false;
  const version = await sha256(file);
  if (version !== manifest.version) throw new Error(`the model file's SHA-256 is ${version}, not ${manifest.version}`);
  const ids = new TextEncoder().encode(manifest.items.join('\n'));
  const expected = readSafetensors(file).metadata.items_sha256;
  if ((await sha256(ids)) !== expected) throw new Error("the manifest's item ids are not the model's");
  return true;
}

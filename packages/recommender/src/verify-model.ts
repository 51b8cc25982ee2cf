import type { ModelManifest } from '@edgecart/protocol';
import { readSafetensors } from './safetensors.ts';

const hex = (bytes: ArrayBuffer) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');

/**
 * Checks a downloaded model against its name: the file's SHA-256 is the version, and the SHA-256 of the manifest's item
 * ids is the one in the file, so that neither rows nor names can have changed. Throws an `Error` that says which differs.
 *
 * Outside of secure contexts browsers have no SHA-256; then only the length is checked and the answer is `false`.
 */
export async function verifyModel(manifest: ModelManifest, file: ArrayBuffer): Promise<boolean> {
  if (file.byteLength !== manifest.bytes)
    throw new Error(`the model file has ${file.byteLength} bytes, its manifest says ${manifest.bytes}`);
  if (globalThis.crypto?.subtle === undefined) return false;
  const version = hex(await crypto.subtle.digest('SHA-256', file));
  if (version !== manifest.version) throw new Error(`the model file's SHA-256 is ${version}, not ${manifest.version}`);
  const ids = new TextEncoder().encode(manifest.items.join('\n'));
  const expected = readSafetensors(file).metadata.items_sha256;
  if (hex(await crypto.subtle.digest('SHA-256', ids)) !== expected)
    throw new Error("the manifest's item ids are not those of the model file");
  return true;
}

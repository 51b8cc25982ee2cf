import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LatestModel } from '@edgecart/protocol';
import { Compile } from 'typebox/compile';
import { systemCode } from './errors.ts';

/** `latest.json` as it stands in the folder now. */
export type LatestModelFile =
  | { kind: 'found'; body: Buffer; etag: string; latest: LatestModel; publishedMs: number }
  | { kind: 'none' }
  | { kind: 'broken'; reason: string };

const latestType = Compile(LatestModel);

/** Reads and checks `latest.json`. Rejects only for errors of the file system other than "not there". */
export async function readLatestModel(models: string): Promise<LatestModelFile> {
  const path = join(models, 'latest.json');
  try {
    const body = await readFile(path);
    const latest: unknown = JSON.parse(body.toString());
    if (!latestType.Check(latest)) return { kind: 'broken', reason: `${path} does not name a version` };
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    return { kind: 'found', body, etag, latest, publishedMs: (await stat(path)).mtimeMs };
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return { kind: 'none' };
    if (error instanceof SyntaxError) return { kind: 'broken', reason: `${path} is not JSON` };
    throw error;
  }
}

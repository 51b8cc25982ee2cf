import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';

/** What a log holds: the shoppers' records, or why records were refused. */
export const logKinds = ['records', 'dead-letters'] as const;
export type LogKind = (typeof logKinds)[number];

/** One writer's log: `<data>/log/<shop>/<kind>-<worker>`. */
export interface LogFolder {
  shop: string;
  kind: LogKind;
  worker: number;
  path: string;
}

const pattern = /^(records|dead-letters)-(\d{1,4})$/;

/** The folder that one worker writes one shop's log to. */
export function logFolder(root: string, shop: string, kind: LogKind, worker: number): LogFolder {
  return { shop, kind, worker, path: join(root, shop, `${kind}-${worker}`) };
}

/** All logs below `<data>/log`, those of workers and shops that are no longer configured among them. */
export async function listLogFolders(root: string): Promise<LogFolder[]> {
  const found: LogFolder[] = [];
  for (const shop of await foldersIn(root)) {
    for (const name of await foldersIn(join(root, shop))) {
      const [, kind, worker] = pattern.exec(name) ?? [];
      const known = logKinds.find((each) => each === kind);
      if (known) found.push({ shop, kind: known, worker: Number(worker), path: join(root, shop, name) });
    }
  }
  return found;
}

/** The folders in a folder, by name; none where there is no folder. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

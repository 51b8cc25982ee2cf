import { readModel } from '@edgecart/recommender';
import { createCatalogueScan } from '@edgecart/recommender/scan';
import { answerTask } from './answer-task.ts';

/**
 * The least that a worker must do before it can answer by scoring: get the table, have the kernel, scan once. No
 * catalogue, no session, no encoder, no hash, no ids.
 */
export interface BareTask {
  /** URL of vectors, scales and popularity. */
  table: string;
  items: number;
  dimensions: number;
}

export interface BareResult {
  rows: number[];
  /** Where the table came from. */
  from: 'network' | 'device';
}

const settled = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('bare', 1);
  request.onupgradeneeded = () => void request.result.createObjectStore('kept');
  return settled(request);
}

answerTask<BareTask, BareResult>(async ({ table, items, dimensions }) => {
  const db = await openDatabase();
  const kept = (await settled(db.transaction('kept').objectStore('kept').get('table'))) as Blob | undefined;
  const bytes = items * (dimensions + 8);
  const manifest = { bytes, items: new Array(items), version: 'bare' };
  const answer = kept === undefined ? await fetch(table) : new Response(kept);
  const { file: memory } = await readModel({ manifest, answer });
  const scales = new Float32Array(memory.buffer, items * dimensions, items);
  const popularity = new Float32Array(memory.buffer, items * (dimensions + 4), items);
  const vectors = new Int8Array(memory.buffer, 0, items * dimensions);
  const { engine, scan } = createCatalogueScan({ vectors, scales, popularity, dimensions }, memory);
  if (engine !== 'wasm') throw new Error('the kernel did not start');
  const rows = Array.from(scan(new Float32Array(dimensions).fill(0.1), 1, 0.2, 10));
  if (kept === undefined)
    setTimeout(() => {
      db.transaction('kept', 'readwrite')
        .objectStore('kept')
        .put(new Blob([memory.file]), 'table');
    }, 100);
  return { rows, from: kept === undefined ? 'network' : 'device' };
});

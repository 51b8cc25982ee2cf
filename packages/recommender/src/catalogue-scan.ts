import type { Model } from './model.ts';
import { blockRows, workspace } from './model-memory.ts';
import { roundQuery } from './round-query.ts';
import { scanInTypeScript } from './scan-in-typescript.ts';
import { scanInWasm } from './scan-in-wasm.ts';
import type { ScanRows, ScanTables } from './scan-rows.ts';
import { createRanking } from './top-k.ts';

type Engine = 'wasm' | 'typescript';

/** Scores a model's whole catalogue for a query; made once for a model. */
export interface CatalogueScan {
  engine: Engine;
  /** [N], of the last scan. */
  scores: Float32Array;
  /**
   * One pass over the catalogue for a query of d dimensions: the product with each item's vector times `queryFactor`, and
   * the popularity times `popularityFactor`. The rows of the k highest scores are found on the way, each block of rows
   * with the threshold that the blocks before it have set.
   *
   * @returns those rows, in no order
   */
  scan(query: Float32Array, queryFactor: number, popularityFactor: number, k: number): Uint32Array;
}

/** What the scan needs of a model. */
type ScannedModel = Pick<Model, 'vectors' | 'scales' | 'popularity' | 'memory'> & {
  manifest: Pick<Model['manifest'], 'dimensions'>;
};

/** Prepares the scan: by the kernel where it can be had, or else in plain TypeScript with the same result. */
export function createCatalogueScan(model: ScannedModel, wanted: Engine = 'wasm'): CatalogueScan {
  const { vectors, scales, popularity, memory } = model;
  const { dimensions } = model.manifest;
  const tables = { vectors, dimensions, scales, popularity, ...workspace(memory, scales.length, dimensions) };
  const { query: rounded, scores, found } = tables;
  const kernel = wanted === 'wasm' ? kernelFor(memory, tables) : undefined;
  const scanRows = kernel ?? scanInTypeScript(tables);
  return {
    engine: kernel === undefined ? 'typescript' : 'wasm',
    scores,
    scan(query, queryFactor, popularityFactor, k) {
      const scale = roundQuery(query, rounded) * queryFactor;
      const ranking = createRanking(scores, k);
      for (let row = 0; row < scores.length; row += blockRows) {
        const end = Math.min(scores.length, row + blockRows);
        const count = scanRows(row, end, scale, popularityFactor, ranking.threshold());
        for (let i = 0; i < count; i++) ranking.offer(found[i] as number);
      }
      return ranking.members();
    },
  };
}

function kernelFor({ wasm, buffer }: Model['memory'], tables: ScanTables): ScanRows | undefined {
  // A tensor that does not lie at a multiple of its element's size was copied to where the kernel cannot reach it.
  const inReach = [tables.vectors, tables.scales, tables.popularity].every((table) => table.buffer === buffer);
  if (wasm === undefined || !inReach) return undefined;
  try {
    return scanInWasm(wasm, tables);
  } catch {
    return undefined;
  }
}

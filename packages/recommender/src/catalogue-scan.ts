import { blockRows, type ModelMemory } from './model-memory.ts';
import { roundQuery } from './round-query.ts';
import { scanInTypeScript } from './scan-in-typescript.ts';
import { scanInWasm } from './scan-in-wasm.ts';
import type { ScanRows, ScanTables } from './scan-rows.ts';
import type { ScoredItems } from './scored-items.ts';
import { createRanking } from './top-k.ts';
import { workspace } from './workspace.ts';

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

/**
 * Prepares the scan of items that lie in `memory`: by the kernel where it can be had, or else in plain TypeScript with the
 * same result.
 */
export function createCatalogueScan(items: ScoredItems, memory: ModelMemory, wanted: Engine = 'wasm'): CatalogueScan {
  const tables = { ...workspace(memory, items.scales.length, items.dimensions), ...items };
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

function kernelFor({ wasm }: ModelMemory, tables: ScanTables): ScanRows | undefined {
  if (wasm === undefined) return undefined;
  try {
    return scanInWasm(wasm, tables);
  } catch {
    return undefined;
  }
}

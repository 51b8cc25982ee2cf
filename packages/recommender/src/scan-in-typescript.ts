import type { ScanRows, ScanTables } from './scan-rows.ts';

/**
 * The scan for browsers and pages that refuse WebAssembly, and the twin that the kernel is checked against.
 *
 * Four rows at a time, because each query value is then loaded once for four products; that is what bounds plain
 * JavaScript here, not the memory.
 */
export function scanInTypeScript(tables: ScanTables): ScanRows {
  const { vectors, dimensions: d, scales, popularity, query, scores, found } = tables;
  const { fround, imul } = Math;
  return (from, to, queryScale, popularityFactor, threshold) => {
    const [scaleOfQuery, factor] = [fround(queryScale), fround(popularityFactor)];
    let count = 0;
    const settle = (row: number, sum: number) => {
      const likeness = fround(fround(fround(sum) * scaleOfQuery) * (scales[row] as number));
      const score = fround(likeness + fround(factor * (popularity[row] as number)));
      scores[row] = score;
      if (score > threshold) found[count++] = row;
    };
    for (let row = from; row < to; row += 4) {
      let [first, second, third, fourth] = [0, 0, 0, 0];
      // Behind the last row there is nothing to read: those sums are not used.
      for (let k = 0, at = row * d; k < d; k++, at++) {
        const value = query[k] as number;
        first = (first + imul(vectors[at] as number, value)) | 0;
        second = (second + imul(vectors[at + d] as number, value)) | 0;
        third = (third + imul(vectors[at + 2 * d] as number, value)) | 0;
        fourth = (fourth + imul(vectors[at + 3 * d] as number, value)) | 0;
      }
      settle(row, first);
      if (row + 1 < to) settle(row + 1, second);
      if (row + 2 < to) settle(row + 2, third);
      if (row + 3 < to) settle(row + 3, fourth);
    }
    return count;
  };
}

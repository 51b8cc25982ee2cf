/**
 * The axes along which vectors differ most, the strongest first: eigenvectors of their covariance about the origin, by
 * Jacobi's rotations. @param table [n, d] @returns [d, d], one axis a row
 */
export function principalAxes(table: Float32Array, d: number): Float64Array[] {
  const n = table.length / d;
  const spread = Array.from({ length: d }, () => new Float64Array(d));
  for (let row = 0; row < n; row++)
    for (let i = 0; i < d; i++) {
      const line = spread[i] as Float64Array;
      const value = table[row * d + i] as number;
      for (let k = 0; k < d; k++) line[k] = (line[k] as number) + value * (table[row * d + k] as number);
    }
  const axes = Array.from({ length: d }, (_, i) => Float64Array.from({ length: d }, (_, k) => (i === k ? 1 : 0)));
  for (let sweep = 0; sweep < 12; sweep++)
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(spread, axes, p, q);
  return axes
    .map((axis, i) => ({ axis, strength: (spread[i] as Float64Array)[i] as number }))
    .sort((a, b) => b.strength - a.strength)
    .map(({ axis }) => axis);
}

/** Turns two axes so that the spreads along them no longer go together. */
function rotate(spread: Float64Array[], axes: Float64Array[], p: number, q: number): void {
  const [first, second] = [spread[p] as Float64Array, spread[q] as Float64Array];
  const together = first[q] as number;
  if (together === 0) return;
  const angle = 0.5 * Math.atan2(2 * together, (first[p] as number) - (second[q] as number));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const turn = (a: Float64Array, b: Float64Array) => {
    for (let k = 0; k < a.length; k++) {
      const [x, y] = [a[k] as number, b[k] as number];
      a[k] = cos * x + sin * y;
      b[k] = cos * y - sin * x;
    }
  };
  turn(first, second);
  for (const line of spread) {
    const [x, y] = [line[p] as number, line[q] as number];
    line[p] = cos * x + sin * y;
    line[q] = cos * y - sin * x;
  }
  turn(axes[p] as Float64Array, axes[q] as Float64Array);
}

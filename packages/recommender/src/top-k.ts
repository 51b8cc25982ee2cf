/**
 * The k highest of the scores that are offered, the highest first; equal scores in order of index, wherever `-Infinity`
 * and NaN are left out. A heap of k with the weakest on top.
 */
export function createRanking(scores: Float32Array, k: number) {
  const heap = new Uint32Array(Math.min(k, scores.length));
  let size = 0;
  // The lower score, and of two equals the later index.
  const weaker = (a: number, b: number) => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference < 0 || (difference === 0 && a > b);
  };
  const sink = () => {
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= size) return;
      if (child + 1 < size && weaker(heap[child + 1] as number, heap[child] as number)) child++;
      if (!weaker(heap[child] as number, heap[at] as number)) return;
      swap(heap, at, child);
      at = child;
    }
  };
  return {
    offer(index: number): void {
      if (size < heap.length) {
        if (!((scores[index] as number) > -Infinity)) return;
        heap[size] = index;
        for (let at = size++; at > 0; ) {
          const parent = (at - 1) >> 1;
          if (!weaker(heap[at] as number, heap[parent] as number)) break;
          swap(heap, at, parent);
          at = parent;
        }
      } else if (size > 0 && weaker(heap[0] as number, index)) {
        heap[0] = index;
        sink();
      }
    },
    /** What a later index must exceed to be taken. */
    threshold: (): number => {
      if (heap.length === 0) return Infinity;
      return size < heap.length ? -Infinity : (scores[heap[0] as number] as number);
    },
    /** In no order; the ranking's own, until the next offer. */
    members: (): Uint32Array => heap.subarray(0, size),
    sorted: (): Uint32Array => heap.slice(0, size).sort((a, b) => (weaker(a, b) ? 1 : -1)),
  };
}

function swap(heap: Uint32Array, a: number, b: number): void {
  const held = heap[a] as number;
  heap[a] = heap[b] as number;
  heap[b] = held;
}

/** The indices of the k highest scores. */
export function topK(scores: Float32Array, k: number): Uint32Array {
  const ranking = createRanking(scores, k);
  for (let index = 0; index < scores.length; index++) ranking.offer(index);
  return ranking.sorted();
}

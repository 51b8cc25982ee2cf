/**
 * The indices of the k highest scores, the highest first; equal scores in order of index. Indices whose score is
 * `-Infinity` are left out. A heap of k: one pass over the scores.
 */
export function topK(scores: Float32Array, k: number): Uint32Array {
  const heap = new Uint32Array(Math.min(k, scores.length));
  let size = 0;
  // The weakest is on top: the lower score, and of two equals the later index.
  const weaker = (a: number, b: number) => {
    const difference = (scores[a] as number) - (scores[b] as number);
    return difference < 0 || (difference === 0 && a > b);
  };
  const sink = (from: number) => {
    for (let at = from; ; ) {
      let child = 2 * at + 1;
      if (child >= size) return;
      if (child + 1 < size && weaker(heap[child + 1] as number, heap[child] as number)) child++;
      if (!weaker(heap[child] as number, heap[at] as number)) return;
      swap(heap, at, child);
      at = child;
    }
  };
  for (let index = 0; index < scores.length; index++) {
    if (!((scores[index] as number) > -Infinity)) continue;
    if (size < heap.length) {
      heap[size] = index;
      for (let at = size++; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!weaker(heap[at] as number, heap[parent] as number)) break;
        swap(heap, at, parent);
        at = parent;
      }
    } else if (size > 0 && weaker(heap[0] as number, index)) {
      heap[0] = index;
      sink(0);
    }
  }
  return heap.slice(0, size).sort((a, b) => (weaker(a, b) ? 1 : -1));
}

function swap(heap: Uint32Array, a: number, b: number): void {
  const held = heap[a] as number;
  heap[a] = heap[b] as number;
  heap[b] = held;
}

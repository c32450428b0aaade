/** One instance: items arrive in this order, each is placed before the next is seen. */
export interface Instance {
  readonly capacity: number;
  readonly items: readonly number[];
}

/** Score of every item size (row) against every room left (column), 1-based; only `space >= item` is read. */
export type ScoreTable = readonly ArrayLike<number>[];

/**
 * Packs an instance online by a rule's table and returns the number of bins.
 *
 * An item goes to the open bin with the highest score among those with room, or opens a new one when the score of an
 * empty bin is higher than all of them; the earliest bin wins ties. Among bins with equal room only the earliest can be
 * chosen, so one queue of bins a room suffices.
 */
export function packOnline({ capacity, items }: Instance, table: ScoreTable): number {
  const bins = Array.from({ length: capacity + 1 }, (): number[] => []);
  // The earliest bin of each room, beside the heaps: the inner loop reads nothing else.
  const earliest = new Int32Array(capacity + 1).fill(NONE);
  let opened = 0;
  for (const item of items) {
    const scores = table[item]!;
    let bestSpace = capacity;
    let bestBin = opened;
    let bestScore = scores[capacity]!;
    for (let space = item; space <= capacity; space += 1) {
      const bin = earliest[space]!;
      if (bin === NONE) continue;
      const score = scores[space]!;
      if (score > bestScore || (score === bestScore && bin < bestBin)) {
        bestSpace = space;
        bestBin = bin;
        bestScore = score;
      }
    }
    if (bestBin === opened) {
      opened += 1;
    } else {
      removeFirst(bins[bestSpace]!);
      earliest[bestSpace] = bins[bestSpace]![0] ?? NONE;
    }
    const left = bestSpace - item;
    insert(bins[left]!, bestBin);
    earliest[left] = bins[left]![0]!;
  }
  return opened;
}

const NONE = -1;

/** A binary heap of bin numbers, the smallest first. */
function insert(heap: number[], bin: number): void {
  let child = heap.push(bin) - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (heap[parent]! <= bin) break;
    heap[child] = heap[parent]!;
    child = parent;
  }
  heap[child] = bin;
}

function removeFirst(heap: number[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let parent = 0;
  for (;;) {
    let child = 2 * parent + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1;
    if (heap[child]! >= last) break;
    heap[parent] = heap[child]!;
    parent = child;
  }
  heap[parent] = last;
}

/** Bins beyond the bound ceil(sum / capacity) that no packing can beat, in per cent, averaged over the instances. */
export function meanExcess(instances: readonly Instance[], table: ScoreTable): number {
  const shares = instances.map((instance) => {
    const bound = Math.ceil(instance.items.reduce((sum, item) => sum + item, 0) / instance.capacity);
    return (packOnline(instance, table) / bound - 1) * 100;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

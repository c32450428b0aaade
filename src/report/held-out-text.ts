import type { HeldOutUses } from '../kernel/held-out.ts';
import { isCounted } from '../kernel/held-out.ts';
import type { Json } from '../kernel/json.ts';
import type { HeldOutSlice, Task } from '../kernel/task.ts';

/** What was read of each counted held-out slice, and what is left. */
export function heldOutData({ slices }: Task, uses: HeldOutUses): Json {
  const counted = slices.heldOut.filter(isCounted).map((slice) => {
    const { reads, items } = useOf(slice, uses);
    return [slice.name, { reads, items, left: readsLeft(slice, uses) }];
  });
  return Object.fromEntries(counted) as Json;
}

/** The same as rows for people. */
export function heldOutRows({ slices }: Task, uses: HeldOutUses): readonly (readonly [string, string])[] {
  return slices.heldOut.filter(isCounted).map((slice) => {
    const { reads, items } = useOf(slice, uses);
    const left = readsLeft(slice, uses);
    const rest = left === null ? 'no limit' : `${left} left`;
    return [`held-out ${slice.name}`, `${reads} readings, ${rest}; ${items} items asked`];
  });
}

function useOf({ name }: HeldOutSlice, uses: HeldOutUses): HeldOutUses[string] {
  return uses[name] ?? { reads: 0, items: 0 };
}

/** Null without a limit. A final slice is read in one confirmation, whatever number of labels that takes. */
function readsLeft(slice: HeldOutSlice, uses: HeldOutUses): number | null {
  const { reads } = useOf(slice, uses);
  if (slice.final === true) return reads === 0 ? 1 : 0;
  return slice.reads === undefined ? null : Math.max(0, slice.reads - reads);
}

import type { HeldOutSlice, Task } from './task.ts';
import type { CheckResult, Verdict } from './verdict.ts';

/** What a run has read of one held-out slice. */
export interface HeldOutUse {
  readonly reads: number;
  /** Questions that were asked of it: all of them for fresh items, those there are for fixed ones. */
  readonly items: number;
}

/** By slice; slices that nobody counts have no entry. */
export type HeldOutUses = { readonly [slice: string]: HeldOutUse };

/** What belongs to one reading ends in these: repetitions of one comparison tell of one thing. */
const REPETITION = /-(?:screen|confirm)-\d+$|(?<=^(?:reconfirm|measure|remeasure|aa)(?:-\d+)*)-\d+$/;

/** The reading that inputs of this label belong to: all of one decision are one, as are all of one confirmation. */
export function readingOf(inputs: string): string {
  return inputs.replace(REPETITION, '');
}

/** True where readings of the slice are counted: where something limits them, or what they answer. */
export function isCounted({ items, reads, answer, final }: HeldOutSlice): boolean {
  return items === 'fixed' || reads !== undefined || answer !== undefined || final === true;
}

/** The uses after one more verdict. The oracle counted; this only takes down what it signed. */
export function countReadings(uses: HeldOutUses, task: Task | null, verdict: Verdict): HeldOutUses {
  const counted = verdict.checks.filter(({ reads }) => reads !== undefined);
  if (counted.length === 0) return uses;
  const bySlice = Map.groupBy(counted, ({ slice }) => slice);
  const after = [...bySlice].map(([slice, checks]) => [
    slice,
    useAfter(uses[slice], isFixed(task, slice), checks),
  ]);
  return { ...uses, ...(Object.fromEntries(after) as HeldOutUses) };
}

function useAfter(
  before: HeldOutUse = { reads: 0, items: 0 },
  fixed: boolean,
  checks: readonly CheckResult[],
): HeldOutUse {
  const reads = Math.max(before.reads, ...checks.map((check) => check.reads ?? 0));
  const asked = checks.reduce((sum, { questions }) => sum + questions, 0);
  if (fixed) return { reads, items: Math.max(before.items, asked) };
  return { reads, items: before.items + (reads > before.reads ? asked : 0) };
}

function isFixed(task: Task | null, slice: string): boolean {
  return task?.slices.heldOut.some(({ name, items }) => name === slice && items === 'fixed') ?? false;
}

/** The first slice that decides and may not be read any more; null while there is none. */
export function exhaustedSlice(task: Task, uses: HeldOutUses): HeldOutSlice | null {
  const isSpent = ({ name, reads, final }: HeldOutSlice): boolean =>
    final !== true && reads !== undefined && (uses[name]?.reads ?? 0) >= reads;
  return task.slices.heldOut.find(isSpent) ?? null;
}

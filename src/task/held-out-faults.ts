import type { HeldOutSlice, Slices } from '../kernel/task.ts';

/** A field of a held-out slice that the others contradict. */
export interface HeldOutFault {
  readonly field: keyof HeldOutSlice;
  readonly message: string;
}

/** What cannot be meant about how a held-out slice is read. */
export function heldOutFaults(slice: HeldOutSlice, { visible }: Slices): readonly HeldOutFault[] {
  const { metric, items, reads, answer, final, tolerance } = slice;
  const faults: HeldOutFault[] = [];
  const say = (field: keyof HeldOutSlice, message: string): void => void faults.push({ field, message });
  if (answer !== undefined && items !== 'fixed')
    say('answer', 'fresh items are told as they are: set `items: fixed`, or leave the answer out');
  if (answer !== undefined && metric === null) say('answer', 'there is no metric to answer with: name one');
  if (answer?.kind === 'ladder' && tolerance !== null && tolerance !== 0)
    say('tolerance', 'the ladder tells only what is better: leave the tolerance out');
  if (answer?.kind === 'thresholdout' && reads === undefined)
    say('reads', 'thresholdout needs a limit: how many answers may tell more than the visible slice does');
  if (answer?.kind === 'thresholdout' && !visible.includes(answer.against))
    say('answer', `"${answer.against}" is not a visible slice; visible are: ${visible.join(', ')}`);
  if (final === true && (reads !== undefined || answer !== undefined))
    say('final', 'a final slice is read once and told as it is: leave `reads` and `answer` out');
  return faults;
}

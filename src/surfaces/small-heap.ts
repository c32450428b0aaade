import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 to collect garbage early instead of letting the heap grow: a run that goes on for days keeps little alive,
 * and its machine has candidates to judge.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--optimize-for-size');
}

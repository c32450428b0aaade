import { FulcrumError } from '../../kernel/errors.ts';
import { readingOf } from '../../kernel/held-out.ts';
import type { HeldOutSlice } from '../../kernel/task.ts';
import type { CheckResult } from '../../kernel/verdict.ts';
import type { HeldOutOrder } from './keeping.ts';
import type { ReadingRecord } from './reading-record.ts';
import { releaseAnswer } from './release-answer.ts';

/** The held-out side of one judgement: which questions may be asked, and what of the answers leaves the oracle. */
export interface Reading {
  /** True for a slice that only the last confirmation may read. */
  readonly isFinal: (slice: string) => boolean;
  /** Label that the inputs of a slice are drawn from: the same for every judgement where its items are fixed. */
  readonly inputsOf: (slice: string) => string;
  /**
   * Told before a check is asked.
   *
   * @throws FulcrumError `FULCRUM_E_HELD_OUT_EXHAUSTED` when its slice may not be read any more
   */
  readonly enter: (slice: string) => void;
  /** Takes in what a check reports of each of its items. Stays in the oracle. */
  readonly note: (slice: string, items: readonly number[]) => void;
  /** The results as they may be told. */
  readonly release: (results: readonly CheckResult[]) => readonly CheckResult[];
}

/** Nothing is counted and everything is told as it is, but for final slices, which are never asked. */
export function uncountedReading(order: HeldOutOrder | null, inputs: string): Reading {
  return {
    isFinal: (name) => order?.slices.some((slice) => slice.name === name && slice.final === true) ?? false,
    inputsOf: () => inputs,
    enter: () => undefined,
    note: () => undefined,
    release: (results) => results,
  };
}

/** @param tree of the candidate that is judged */
export function openReading(
  order: HeldOutOrder,
  record: ReadingRecord,
  oracleSeed: string,
  { tree, inputs }: { readonly tree: string; readonly inputs: string },
): Reading {
  const slices = new Map(order.slices.map((slice) => [slice.name, slice]));
  const reading = readingOf(inputs);
  const positions = new Map<string, number>();
  const noted = new Map<string, readonly number[]>();

  return {
    isFinal: (name) => slices.get(name)?.final === true,
    inputsOf: (name) => (slices.get(name)?.items === 'fixed' ? `fixed items of ${name}` : inputs),
    enter: (name) => {
      const slice = slices.get(name);
      if (slice === undefined || positions.has(name)) return;
      if (slice.final === true) checkFinal(slice, order, record, tree);
      positions.set(name, enter(slice, record, reading, tree));
    },
    note: (name, items) => void noted.set(name, items),
    release: (results) => {
      for (const [name, position] of positions) {
        const own = results.filter((result) => result.slice === name);
        const released = releaseAnswer(slices.get(name)!, own, {
          ...{ record, oracleSeed, position, reading, tree },
          all: results,
          items: noted.get(name) ?? null,
        });
        const byCheck = new Map(own.map((result, index) => [result, released[index]!]));
        results = results.map((result) => byCheck.get(result) ?? result);
      }
      return results;
    },
  };
}

function enter(slice: HeldOutSlice, record: ReadingRecord, reading: string, tree: string): number {
  const { name, answer, reads = null } = slice;
  if (answer?.kind !== 'thresholdout') {
    const entrance = record.enter(name, reading, reads);
    if (entrance.kind === 'exhausted') throw exhausted(slice, `${entrance.reads} readings were taken`);
    return entrance.position;
  }
  const spent = record.spent(name);
  if (reads !== null && spent >= reads && record.answerTo(name, tree, null) === null)
    throw exhausted(slice, `${spent} answers told more than the visible slice does`);
  const entrance = record.enter(name, reading, null);
  return entrance.kind === 'open' ? entrance.position : 0;
}

/** The last look is for one candidate: a second one would be a choice. */
function checkFinal(
  slice: HeldOutSlice,
  { baseline }: HeldOutOrder,
  record: ReadingRecord,
  tree: string,
): void {
  if (tree === baseline || record.treeBeside(slice.name, baseline, tree) === null) return;
  throw exhausted(slice, 'it is final, and has answered for another candidate');
}

function exhausted({ name }: HeldOutSlice, why: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_HELD_OUT_EXHAUSTED',
    domain: 'oracle',
    what: `The held-out slice "${name}" may not be read any more: ${why}`,
    where: `slices.heldOut "${name}"`,
    mend: 'Start a new run from the winner with new items, more of them, or `items: fresh`; more readings of the same items would prove less each',
  });
}

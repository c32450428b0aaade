import type { Condition } from '../../kernel/certificate.ts';
import { isCounted } from '../../kernel/held-out.ts';
import type { RunState } from '../../kernel/run-state.ts';
import type { HeldOutSlice, Task } from '../../kernel/task.ts';
import type { SandboxStamp } from '../../kernel/verdict.ts';
import type { FigureRepeats } from './figure-repeats.ts';
import type { Promised } from './guarantee.ts';

/** What the entries of a run show beside its state. */
export interface CertifiedFacts {
  readonly promised: Promised['kind'];
  readonly repeats: FigureRepeats;
  readonly keeps: {
    readonly total: number;
    /** Those that rest on inputs of their own. */
    readonly own: number;
    readonly paired: number;
    /** Of all labels their decisions rest on, those on which the candidate came first. */
    readonly first: number;
    readonly labels: number;
  };
  /** Weakest isolation of any verdict; null before the first. */
  readonly isolation: SandboxStamp['level'] | null;
  readonly verdicts: { readonly total: number; readonly signed: number; readonly keyNamed: boolean };
}

type State = Condition['state'];

/** All conditions, those the guarantee falls with first. */
export function conditionsOf(task: Task, state: RunState, facts: CertifiedFacts): readonly Condition[] {
  const isTested = facts.promised !== 'comparison' && facts.promised !== 'none';
  return [
    ...(facts.promised === 'none' ? [noClaim()] : []),
    ...(isTested ? [honestPairs(facts), noiseMeasured(state)] : []),
    ...(facts.promised === 'comparison' ? [repeatable(facts)] : []),
    ownInputs(facts),
    isolated(facts),
    ...task.slices.heldOut.filter(({ metric }) => metric !== null).map((slice) => heldOut(slice, state)),
    ...(isTested ? [steadyMachine(state)] : []),
    uncontradicted(state),
    signed(facts),
    seedRevealed(state),
  ];
}

function condition(name: string, needed: boolean, state: State, detail: string): Condition {
  return { name, state, needed, detail };
}

function noClaim(): Condition {
  return condition('the rule claims something', true, 'not-met', 'it keeps whatever scored higher once');
}

function honestPairs({ keeps }: CertifiedFacts): Condition {
  const name = 'pairs are fresh and interleaved';
  if (keeps.total === 0) return condition(name, true, 'met', 'nothing was kept');
  const detail = `candidate and incumbent were judged on the same labels in ${keeps.paired} of ${keeps.total} keeps; the candidate came first in ${keeps.first} of ${keeps.labels} pairs`;
  return condition(name, true, keeps.paired === keeps.total ? 'met' : 'not-met', detail);
}

function noiseMeasured({ noise }: RunState): Condition {
  const name = 'the baseline is no different from itself';
  if (noise === null) return condition(name, true, 'unknown', 'it was not measured against itself');
  const { eValue, threshold, pairs, wins, losses } = noise;
  const detail = `${wins} wins and ${losses} losses in ${pairs} pairs, e-value ${short(eValue)} under ${short(threshold)}`;
  return condition(name, true, eValue < threshold ? 'met' : 'not-met', detail);
}

function repeatable({ repeats: { repeated, differing } }: CertifiedFacts): Condition {
  const name = 'the same inputs give the same figure';
  if (repeated === 0)
    return condition(name, true, 'unknown', 'nothing was measured twice on the same inputs');
  const detail = `${differing} of ${repeated} figures measured again came out otherwise`;
  return condition(name, true, differing === 0 ? 'met' : 'not-met', detail);
}

function ownInputs({ keeps }: CertifiedFacts): Condition {
  const name = 'keeps rest on inputs of their own';
  const detail =
    keeps.total === 0
      ? 'nothing was kept'
      : `${keeps.own} of ${keeps.total} rest on fresh sandboxes and on inputs drawn for their decision alone`;
  return condition(name, true, keeps.own === keeps.total ? 'met' : 'not-met', detail);
}

function isolated({ isolation }: CertifiedFacts): Condition {
  const name = 'candidates were isolated';
  if (isolation === null) return condition(name, true, 'unknown', 'nothing was judged');
  if (isolation === 'none')
    return condition(name, true, 'not-met', 'some ran with the rights of whoever started the run');
  return condition(name, true, 'met', `every verdict comes from a sandbox of level ${isolation} or better`);
}

function heldOut(slice: HeldOutSlice, { heldOut: uses, confirmation }: RunState): Condition {
  const { name: own, items, answer, reads, final } = slice;
  const name = `held-out slice ${own} is not worn out`;
  const used = uses[own]?.reads ?? 0;
  const left = reads === undefined ? '' : `; ${Math.max(0, reads - used)} of ${reads} readings left`;
  const confirmed = confirmation?.reconfirmation?.metrics.find(({ slice: other }) => other === own);
  if (final === true) return finalSlice(name, used, confirmed !== undefined);
  if (items !== 'fixed') {
    const { pairs = 0, deviation = null } = confirmed?.gains ?? {};
    if (pairs > 1 && deviation === 0) {
      const detail = `its items are said to be drawn anew, and gave the same gain in all ${pairs} readings of the confirmation${left}`;
      return condition(name, false, 'unknown', detail);
    }
    return condition(name, false, 'met', `its items are drawn anew at every reading${left}`);
  }
  if (answer !== undefined)
    return condition(name, false, 'met', `fixed items, answered by ${answer.kind}: ${used} readings${left}`);
  const detail = `fixed items, answered exactly in ${isCounted(slice) ? used : 'uncounted'} readings: each one tells a little of them${left}`;
  return condition(name, false, used <= 1 ? 'met' : 'not-met', detail);
}

function finalSlice(name: string, reads: number, isRead: boolean): Condition {
  if (isRead) return condition(name, false, 'met', 'read once, to confirm the winner, and by no decision');
  if (reads === 0)
    return condition(name, false, 'unknown', 'not read yet: it waits for the confirmation of a winner');
  return condition(name, false, 'not-met', 'it answered for an earlier winner and says nothing of this one');
}

function steadyMachine({ remeasured, remeasurementFindings }: RunState): Condition {
  const name = 'machine and incumbent stayed what they were';
  if (remeasured === null)
    return condition(name, false, 'unknown', 'they were not measured again in between');
  const { drifted, notBetter } = remeasurementFindings;
  const detail = `the baseline's own figures had moved ${drifted} times, the incumbent was not seen to be better than the baseline ${notBetter} times`;
  return condition(name, false, drifted + notBetter === 0 ? 'met' : 'not-met', detail);
}

function uncontradicted({ contradictions }: RunState): Condition {
  const name = 'no screening was contradicted';
  if (contradictions === 0) return condition(name, false, 'met', 'by any fresh judgement');
  const detail = `${contradictions} times a shared process said other than a fresh sandbox; everyone it answered for was judged again`;
  return condition(name, false, 'not-met', detail);
}

function signed({ verdicts: { total, signed: count, keyNamed } }: CertifiedFacts): Condition {
  const name = 'verdicts are signed';
  if (!keyNamed) return condition(name, false, 'not-met', 'the run names no key: nothing shows who judged');
  const detail = `${count} of ${total} carry a signature; \`fulcrum verify\` checks them`;
  return condition(name, false, count === total ? 'met' : 'not-met', detail);
}

function seedRevealed({ oracleSeedRevealed }: RunState): Condition {
  const name = 'inputs were committed to beforehand';
  if (!oracleSeedRevealed)
    return condition(name, false, 'unknown', 'their seed is revealed when the run has ended');
  return condition(
    name,
    false,
    'met',
    'their seed was revealed; `fulcrum verify` compares it with the commitment',
  );
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

import type { Stage, StageTable } from '../../kernel/certificate.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { JsonObject } from '../../kernel/json.ts';

/** How many times faster a whole becomes in which a share of the time is spent `times` faster (Amdahl 1967). */
export function amdahl(share: number, times: number): number {
  return 1 / (1 - share + share / times);
}

/** Adds up what was observed beside the entries, stage by stage. */
export function createStageClock(): {
  readonly observe: (entry: StoredEntry) => void;
  readonly table: () => StageTable;
} {
  const spent = new Map<string, number>();
  let elapsed = 0;
  const add = (stage: string, milliseconds: number): void => {
    if (milliseconds > 0) spent.set(stage, (spent.get(stage) ?? 0) + milliseconds);
  };
  return {
    observe: ({ event, observed }) => {
      elapsed = Math.max(elapsed, numberIn(observed, 'elapsedMilliseconds'));
      add(proposingStage(event), numberIn(observed, 'proposing'));
      add('approval by a person', numberIn(observed, 'waiting'));
      const judging = judgingStage(event);
      if (judging === null) return;
      const building = numberIn(observed, 'building');
      add('build', building);
      add(judging, numberIn(observed, 'milliseconds') - building);
    },
    table: () => stageTable(spent, elapsed),
  };
}

/** @param spent milliseconds by stage */
export function stageTable(spent: ReadonlyMap<string, number>, elapsed: number): StageTable {
  const busy = [...spent.values()].reduce((sum, milliseconds) => sum + milliseconds, 0);
  // Beside work that ran in parallel the loop's own time cannot be told.
  const rest = elapsed - busy;
  const all = rest > 0 ? new Map([...spent, ['loop and ledger', rest]]) : spent;
  const whole = busy + Math.max(0, rest);
  const stages = [...all].map(([name, milliseconds]): Stage => {
    const share = milliseconds / whole;
    const whenGone = share < 1 ? 1 / (1 - share) : null;
    return { name, milliseconds, share, whenHalved: amdahl(share, 2), whenGone };
  });
  return {
    elapsedMilliseconds: elapsed,
    busyMilliseconds: whole,
    stages: stages.toSorted((left, right) => right.milliseconds - left.milliseconds),
  };
}

/** A person or an inbox that is waited for stands under the proposer's own name. */
function proposingStage(event: StoredEntry['event']): string {
  const provenance =
    event.type === 'candidate-proposed'
      ? event.candidate.provenance
      : event.type === 'proposal-refused'
        ? event.provenance
        : null;
  return provenance === null ? 'propose' : `propose: ${provenance.proposer}`;
}

function judgingStage(event: StoredEntry['event']): string | null {
  switch (event.type) {
    case 'baseline-judged':
      return 'oracle: baseline';
    case 'candidate-judged':
      return event.verdict.mode === 'screened' ? 'oracle: screening' : 'oracle: fresh sandboxes';
    case 'candidate-measured':
      return 'oracle: measurements';
    case 'repeat-judged':
      return 'oracle: noise and drift';
    case 'confirmation-judged':
      return 'oracle: confirmation';
    default:
      return null;
  }
}

function numberIn(observed: JsonObject, name: string): number {
  const value = observed[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../../kernel/event.ts';
import { SCREENING_INPUTS } from '../../../kernel/run-state.ts';
import type { CheckResult, Verdict } from '../../../kernel/verdict.ts';
import { openLedger } from '../../../ledger/sqlite-ledger.ts';
import { syntheticTask } from '../../../report/testing/synthetic-run.ts';
import { buildTree } from '../../../workspace/tree.ts';

/** A run directory with a ledger that is written by hand, event for event, and holds the files of its candidates. */
export interface SmallRun {
  readonly directory: string;
  readonly ledger: Ledger;
  readonly append: (...events: readonly RunEvent[]) => void;
  /** Proposes, judges and decides a candidate with this file. */
  readonly decide: (number: number, score: number, text: string, kind?: 'keep' | 'discard') => void;
  /** Proposes and judges it; what follows is up to the caller. */
  readonly judge: (number: number, score: number, text: string) => void;
}

/** A baseline with a score of 5 and one file, `priority.ts`, judged. */
export function smallRun(directory = mkdtempSync(join(tmpdir(), 'fulcrum-view-'))): SmallRun {
  const ledger = openLedger(directory);
  const tree = (text: string): string => {
    const hash = ledger.put(new TextEncoder().encode(text));
    return buildTree(ledger, [{ path: 'priority.ts', hash, executable: false }])!;
  };
  const append = (...events: readonly RunEvent[]): void => {
    ledger.append(events.map((event) => ({ event, observed: { elapsedMilliseconds: 1000 } })));
  };
  const judge = (number: number, score: number, text: string): void => {
    const provenance = { proposer: 'mutation', operator: 'jitter', summary: `number ${number}` };
    const candidate = { number, tree: tree(text), parents: [0], provenance, size: text.length };
    append(
      { type: 'candidate-proposed', candidate },
      { type: 'candidate-judged', number, judged: number, verdict: verdictOf(SCREENING_INPUTS, score) },
      { type: 'candidate-judged', number, judged: number, verdict: verdictOf(`fresh-${number}`, score) },
    );
  };
  const base = syntheticTask('evolve', 'one');
  const provenance = { proposer: 'task', operator: 'none', summary: 'the unmodified start' };
  append(
    {
      type: 'run-started',
      format: 1,
      version: '0.1.0',
      task: {
        ...base,
        proposers: [...base.proposers, { kind: 'human', weight: 1, options: {} }],
        acceptance: { ...base.acceptance, approval: 'required' },
      },
      taskHash: 'c'.repeat(64),
      baseline: { number: 0, tree: tree('one\ntwo\nthree\n'), parents: [], provenance, size: 14 },
      oracleSeedCommitment: 'e'.repeat(64),
    },
    {
      type: 'baseline-judged',
      screened: verdictOf(SCREENING_INPUTS, 5),
      fresh: verdictOf('fresh-0', 5),
    },
  );
  return {
    directory,
    ledger,
    append,
    judge,
    decide: (number, score, text, kind = 'discard') => {
      judge(number, score, text);
      append({
        type: 'candidate-decided',
        number,
        decision: { kind, rule: 'exact', reason: `scored ${score}`, comparisons: [] },
      });
    },
  };
}

function verdictOf(inputs: string, excess: number): Verdict {
  const check: CheckResult = {
    check: 'excess',
    slice: 'train',
    visibility: 'visible',
    grade: 'separate-process',
    status: 'pass',
    metrics: { excess },
    reason: null,
    evidence: null,
    questions: 1,
    transcript: '0'.repeat(64),
  };
  const sandbox = { level: 1, mechanism: 'bubblewrap 0.8.0', profile: 'a'.repeat(64) } as const;
  const held = { ...check, slice: 'weibull', visibility: 'held-out', grade: 'held-out' } as const;
  return { status: 'pass', mode: 'fresh', inputs, checks: [check, held], reason: null, sandbox };
}

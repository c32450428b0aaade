import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../../kernel/contracts/ledger.ts';
import type { RunEvent } from '../../../kernel/event.ts';
import { SCREENING_INPUTS } from '../../../kernel/run-state.ts';
import type { Task } from '../../../kernel/task.ts';
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
  /** Proposes it with this file, which one check does not pass for this reason. */
  readonly fail: (number: number, status: 'crash' | 'refused', text: string, reason: string) => void;
}

/**
 * A baseline with a score of 5 and one file, `priority.ts`, judged.
 *
 * @param said what is said in the place of an ordinary text by whoever writes tasks and proposals
 * @param change what is another in its task
 */
export function smallRun(
  directory = mkdtempSync(join(tmpdir(), 'fulcrum-view-')),
  said: (ordinary: string) => string = (ordinary) => ordinary,
  change: Partial<Task> = {},
): SmallRun {
  const ledger = openLedger(directory);
  const tree = (text: string): string => {
    const hash = ledger.put(new TextEncoder().encode(text));
    return buildTree(ledger, [{ path: 'priority.ts', hash, executable: false }])!;
  };
  const append = (...events: readonly RunEvent[]): void => {
    ledger.append(events.map((event) => ({ event, observed: { elapsedMilliseconds: 1000 } })));
  };
  const propose = (number: number, text: string): void => {
    const provenance = {
      proposer: 'mutation',
      operator: said('jitter'),
      summary: said(`number ${number}`),
    };
    const candidate = { number, tree: tree(text), parents: [0], provenance, size: text.length };
    append({ type: 'candidate-proposed', candidate });
  };
  const judge = (number: number, score: number, text: string): void => {
    propose(number, text);
    append(
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
        name: said(base.name),
        description: said(base.description),
        proposers: [...base.proposers, { kind: 'human', weight: 1, options: {} }],
        acceptance: { ...base.acceptance, approval: 'required' },
        ...change,
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
    fail: (number, status, text, reason) => {
      propose(number, text);
      const verdict = verdictOf(SCREENING_INPUTS, 0);
      const check = {
        ...verdict.checks[0]!,
        status,
        reason,
        metrics: {},
        evidence: { item: 42, answer: reason },
      };
      append(
        {
          type: 'candidate-judged',
          number,
          judged: number,
          verdict: { ...verdict, status, reason, checks: [check] },
        },
        {
          type: 'candidate-decided',
          number,
          decision: { kind: 'crash', rule: 'exact', reason, comparisons: [] },
        },
      );
    },
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

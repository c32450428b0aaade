import type { Candidate } from '../../kernel/candidate.ts';
import type { StoredEntry } from '../../kernel/contracts/ledger.ts';
import type { Comparison, Decision } from '../../kernel/decision.ts';
import type { RefusalKind, RunEvent } from '../../kernel/event.ts';
import type { Random } from '../../kernel/random.ts';
import { createRandom } from '../../kernel/random.ts';
import { SCREENING_INPUTS } from '../../kernel/run-state.ts';
import type { Task } from '../../kernel/task.ts';
import type { CheckResult, SandboxStamp, Verdict, VerdictStatus } from '../../kernel/verdict.ts';

export interface SyntheticRun {
  readonly seed: string;
  readonly proposals: number;
  /** Mean gain of an improving proposal, as a share of what is left; 0 makes a control that finds little. */
  readonly skill: number;
  readonly strategy: string;
  /** Text for every string that a candidate or its proposer could choose; null for ordinary ones. */
  readonly hostile: ((random: Random) => string) | null;
}

const START = 5.3701;
const FLOOR = 3.6;
const STAMP: SandboxStamp = { level: 1, mechanism: 'bubblewrap 0.8.0', profile: 'ab'.repeat(32) };

/** A ledger with the shape of a real run of an online bin-packing task, made without running anything. */
export function* syntheticRun(run: SyntheticRun): Generator<StoredEntry> {
  const random = createRandom(run.seed);
  let sequence = 0;
  let at = Date.parse('2026-11-20T20:00:00.000Z');
  const store = (event: RunEvent): StoredEntry => {
    sequence += 1;
    at += Math.floor(random.next() * 60);
    const hash = sequence.toString(16).padStart(64, '0');
    const previous = (sequence - 1).toString(16).padStart(64, '0');
    return { sequence, at: new Date(at).toISOString(), event, observed: {}, previous, hash, replay: hash };
  };
  for (const event of events(run, random)) yield store(event);
}

function* events(run: SyntheticRun, random: Random): Generator<RunEvent> {
  const text = (ordinary: string): string => run.hostile?.(random) ?? ordinary;
  const baseline = candidateOf(0, [], 'the unmodified start', random);
  yield {
    type: 'run-started',
    format: 1,
    version: '0.1.0',
    task: syntheticTask(run.strategy, run.seed),
    taskHash: 'cd'.repeat(32),
    baseline,
    oracleSeedCommitment: 'ef'.repeat(32),
  };
  yield {
    type: 'sandbox-proved',
    sandbox: STAMP,
    probes: [{ name: 'network', detail: 'connect refused: no route' }],
  };
  yield { type: 'oracle-proved', probes: [{ name: 'constant answer', detail: 'refused by valid-packing' }] };
  yield {
    type: 'baseline-judged',
    screened: passing(SCREENING_INPUTS, START, START),
    fresh: passing('fresh-0', START + 0.02, START + 0.04),
  };

  let incumbent = { number: 0, score: START, heldOut: START + 0.04 };
  for (let number = 1; number <= run.proposals; number += 1) {
    const summary = text(`bin > ${number % 97} → bin > ${(number * 7) % 89}`);
    const candidate = candidateOf(number, [incumbent.number], summary, random);
    if (random.chance(0.15)) {
      yield refusal(candidate, random, text('the edit left the syntax tree as it was'));
      continue;
    }
    yield { type: 'candidate-proposed', candidate };
    if (random.chance(0.09)) {
      const status = random.pick<VerdictStatus>(['crash', 'fail', 'timeout', 'refused']);
      const verdict = failing(
        status,
        text(`item ${number} was put into bin ${number % 7}, which is full`),
        text('x'),
      );
      yield { type: 'candidate-judged', number, judged: number, verdict };
      yield decided(number, {
        kind: 'crash',
        rule: 'exact',
        reason: 'the screening did not pass',
        comparisons: [],
      });
      continue;
    }
    const improves = random.chance(0.02 + run.skill * 0.05);
    const step = improves ? -(incumbent.score - FLOOR) * run.skill * random.next() : random.next() * 0.4;
    const score = round(incumbent.score + step);
    yield {
      type: 'candidate-judged',
      number,
      judged: number,
      verdict: passing(SCREENING_INPUTS, score, null),
    };
    if (score >= incumbent.score) {
      const reason = `${score} is no gain on ${incumbent.score}`;
      const comparisons = [compare('train', score, incumbent.score, 0)];
      yield decided(number, { kind: 'discard', rule: 'exact', reason, comparisons });
      continue;
    }
    const heldOut = round(score + 0.05 + random.normal() * 0.05);
    const label = `fresh-${number}`;
    yield {
      type: 'candidate-judged',
      number,
      judged: number,
      verdict: passing(label, score + 0.01, heldOut),
    };
    const beside = passing(label, START + 0.01, round(START + 0.04 + random.normal() * 0.02));
    yield { type: 'candidate-judged', number, judged: 0, verdict: beside };
    const comparisons = [
      compare('train', score, incumbent.score, 0),
      compare('weibull', heldOut, incumbent.heldOut, 0),
    ];
    const holds = comparisons.every((comparison) => comparison.holds);
    const reason = holds
      ? 'better on fresh questions, no loss held out'
      : 'the gain does not hold on held-out questions';
    yield decided(number, { kind: holds ? 'keep' : 'discard', rule: 'exact', reason, comparisons });
    if (holds) incumbent = { number, score, heldOut };
  }
  yield { type: 'seed-revealed', oracleSeed: '12'.repeat(32) };
  yield { type: 'run-finished', reason: 'budget-evaluations', detail: 'the budget of evaluations is spent' };
}

function candidateOf(number: number, parents: readonly number[], summary: string, random: Random): Candidate {
  const operator = random.pick(['constant-jitter', 'operator-flip', 'statement-swap', 'crossover']);
  const provenance = { proposer: number === 0 ? 'task' : 'mutation', operator, summary };
  return { number, tree: `tree-${number}`, parents, provenance, size: 180 + (number % 40) };
}

function refusal(candidate: Candidate, random: Random, detail: string): RunEvent {
  const kind = random.pick<RefusalKind>([
    'no-change',
    'duplicate',
    'invalid-edit',
    'nothing-proposed',
    'protected-path',
  ]);
  const { number, parents, provenance } = candidate;
  const duplicateOf = kind === 'duplicate' ? Math.max(0, number - 3) : null;
  return { type: 'proposal-refused', number, kind, detail, parents, provenance, duplicateOf };
}

function decided(number: number, decision: Decision): RunEvent {
  return { type: 'candidate-decided', number, decision };
}

function compare(slice: string, candidate: number, reference: number, tolerance: number): Comparison {
  const gain = round(reference - candidate);
  const figures = { candidate, reference, gain, tolerance, holds: gain >= -tolerance };
  return { slice, metric: 'excess', against: 'incumbent', ...figures };
}

function passing(inputs: string, train: number, heldOut: number | null): Verdict {
  const checks = [
    passed('valid-packing', 'train', { bins: 100 }),
    passed('excess', 'train', { excess: train }),
  ];
  const hidden = heldOut === null ? [] : [passed('excess on Weibull items', 'weibull', { excess: heldOut })];
  return {
    status: 'pass',
    mode: 'fresh',
    inputs,
    checks: [...checks, ...hidden],
    reason: null,
    sandbox: STAMP,
  };
}

function passed(check: string, slice: string, metrics: { readonly [metric: string]: number }): CheckResult {
  const heldOut = slice === 'weibull';
  return {
    check,
    slice,
    visibility: heldOut ? 'held-out' : 'visible',
    grade: heldOut ? 'held-out' : 'separate-process',
    status: 'pass',
    metrics,
    reason: null,
    evidence: null,
    questions: 400,
    transcript: '34'.repeat(32),
  };
}

function failing(status: VerdictStatus, reason: string, answer: string): Verdict {
  const check: CheckResult = {
    ...passed('valid-packing', 'train', {}),
    status,
    reason,
    evidence: { item: 42, answer },
  };
  return { status, mode: 'screened', inputs: SCREENING_INPUTS, checks: [check], reason, sandbox: STAMP };
}

export function syntheticTask(strategy: string, seed: string): Task {
  return {
    name: 'online-bin-packing',
    description: 'A priority function decides into which open bin the next item goes. Fewer bins are better.',
    workspace: {
      root: 'start',
      commit: null,
      editable: ['priority.ts'],
      exclude: [],
      maximumFileBytes: 65_536,
    },
    build: null,
    subject: { kind: 'node', module: 'priority.ts', export: 'priority' },
    oracle: { module: 'oracle.ts', data: [] },
    objectives: [
      { metric: 'excess', slice: 'train', direction: 'minimize', unit: '%', target: null, required: 0.5 },
    ],
    slices: {
      visible: ['train'],
      heldOut: [{ name: 'weibull', metric: 'excess', direction: 'minimize', tolerance: 0 }],
    },
    proposers: [{ kind: 'mutation', weight: 1, options: {} }],
    strategy: { kind: strategy, options: { islands: 4 } },
    control: { kind: 'random', options: {} },
    acceptance: { rule: 'exact', minimumGain: 0, simplicity: true },
    budget: { evaluations: 1000, wallSeconds: 600, work: null, money: null },
    sandbox: {
      memoryBytes: 2 ** 28,
      processes: 16,
      temporaryBytes: 2 ** 24,
      outputBytes: 65_536,
      answerBytes: 65_536,
      questionSeconds: 1,
      judgementSeconds: 30,
      screeningBatch: 32,
    },
    seed,
    pipeline: 8,
  };
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

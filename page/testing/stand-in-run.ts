import type { DecisionKind } from '../../src/kernel/decision.ts';
import type { Objective } from '../../src/kernel/objective.ts';
import { createRandom } from '../../src/kernel/random.ts';
import type {
  CandidateColumns,
  CandidateDetail,
  Curve,
  DiffReply,
  LedgerPage,
  LiveNews,
  Overview,
  Populations,
  RefusedGroup,
  RunCard,
  SearchReply,
  Timeline,
  Verification,
} from '../../src/surfaces/view/protocol.ts';

const NAME = 'bin-packing-7';
const OBJECTIVE: Objective = {
  metric: 'excess',
  slice: 'train',
  direction: 'minimize',
  unit: '%',
  target: null,
  required: 1,
};
const OUTCOMES = ['keep', 'discard', 'inconclusive', 'crash', 'escalate', 'duplicate', 'protected-path'];
const OPERATORS = ['llm rewrite', 'llm focused-edit', 'mutation constant-jitter', 'mutation swap-operands'];
const BASELINE = 5.3701;

interface Row {
  readonly number: number;
  readonly parent: number;
  readonly score: number | null;
  readonly outcome: string;
  readonly operator: string;
  readonly size: number;
}

/** A made-up run: what the server would say of it by address, and news that make it go on. */
export function standInRun(): {
  readonly replies: (path: string) => unknown;
  readonly news: () => LiveNews;
} {
  const random = createRandom('stand-in');
  const rows: Row[] = [
    { number: 0, parent: -1, score: BASELINE, outcome: 'keep', operator: 'none baseline', size: 1400 },
  ];
  const curve = { evaluations: [0], seconds: [0], values: [BASELINE as number | null] };
  let incumbent = rows[0]!;

  const step = (): Row => {
    const number = rows.length;
    const parent = random.next() < 0.7 ? incumbent.number : random.below(number);
    const operator = OPERATORS[random.below(OPERATORS.length)]!;
    const chance = random.next();
    const score = incumbent.score! + (random.next() - 0.25) * 0.4;
    const better = score < incumbent.score! && chance < 0.3;
    const outcome = better
      ? 'keep'
      : chance < 0.8
        ? 'discard'
        : OUTCOMES[2 + random.below(OUTCOMES.length - 2)]!;
    const judged = ['keep', 'discard', 'inconclusive', 'escalate'].includes(outcome);
    const size = 1300 + random.below(400);
    const row = { number, parent, score: judged ? score : null, outcome, operator, size };
    rows.push(row);
    if (outcome === 'keep') {
      incumbent = row;
      curve.evaluations.push(number);
      curve.seconds.push(number * 1.4);
      curve.values.push(score);
    }
    return row;
  };
  while (rows.length < 420) step();

  const count = (outcome: string): number =>
    rows.filter((row) => row.number > 0 && row.outcome === outcome).length;
  const decisions = (): Overview['decisions'] =>
    Object.fromEntries(OUTCOMES.slice(0, 5).map((kind) => [kind, count(kind)])) as Record<
      DecisionKind,
      number
    >;
  const toNow = (line: Curve): Curve => ({
    evaluations: [...line.evaluations, rows.length - 1],
    seconds: [...line.seconds, (rows.length - 1) * 1.4],
    values: [...line.values, line.values.at(-1) ?? null],
  });
  const moved = (by: (value: number, place: number) => number, line = toNow(curve)): Curve => ({
    ...line,
    values: line.values.map((value, place) => (value === null ? null : by(value, place))),
  });
  const control = (): Curve => ({
    evaluations: [0, 31, 118, 260, 419],
    seconds: [0, 40, 150, 390, 600],
    values: [BASELINE, 5.21, 5.04, 4.98, 4.98],
  });

  const card = (): RunCard => ({
    id: NAME,
    name: NAME,
    task: 'online bin packing',
    phase: 'running',
    live: true,
    reason: null,
    evaluations: rows.length - 1,
    keeps: count('keep'),
    baseline: BASELINE,
    incumbent: incumbent.score,
    objective: OBJECTIVE,
    startedAt: '2026-11-20T20:00:00.000Z',
    control: 'bin-packing-7-control',
    reading: { read: rows.length * 3, total: rows.length * 3 },
  });

  const overview = (): Overview => ({
    card: card(),
    description: 'A heuristic that places items of unknown sequence into as few bins as possible.',
    objectives: [OBJECTIVE],
    heldOut: [{ name: 'or3', metric: 'excess', direction: 'minimize', tolerance: 0.05 }],
    curves: {
      incumbent: toNow(curve),
      bestVisible: moved((value, place) => value - 0.015 * (place % 5)),
      heldOut: { or3: moved((value, place) => value + 0.09 + 0.04 * ((place * 7) % 5)) },
      control: control(),
    },
    noise: 0.06,
    decisions: decisions(),
    refusals: { duplicate: count('duplicate'), 'protected-path': count('protected-path') },
    budget: { evaluations: 1000, wallSeconds: 3600, work: null, money: 5 },
    spent: {
      evaluations: rows.length - 1,
      seconds: (rows.length - 1) * 1.4,
      work: 0,
      money: rows.length * 0.0042,
    },
    rate: 42.6,
    judge: {
      oracle: 'valid-packing, excess-train, excess-or3',
      grade: 'held-out',
      isolation: 'bubblewrap 0.8.0, level 1',
      signed: true,
      rule: 'sequential',
    },
    guards: [
      {
        name: 'Sandbox',
        state: 'good',
        detail: '31 attacks from inside held off before the first judgement',
      },
      { name: 'Oracle', state: 'good', detail: '6 cheating candidates refused before the first judgement' },
      { name: 'Drift', state: 'warning', detail: 'held-out lags the visible figure by 0.17 %' },
      { name: 'Plateau', state: 'good', detail: 'last keep 12 evaluations ago' },
      { name: 'Human gate', state: 'off', detail: 'not asked for by this task' },
    ],
    proposers: OPERATORS.map((name) => ({
      name,
      proposed: rows.filter(({ operator }) => operator === name).length,
      kept: rows.filter(({ operator, outcome }) => operator === name && outcome === 'keep').length,
    })),
    head: { sequence: rows.length * 3, hash: 'a3f1'.repeat(16) },
  });

  const columns = (): CandidateColumns => {
    const candidates = rows.filter(isCandidate);
    const operators = ['none baseline', ...OPERATORS];
    return {
      number: candidates.map(({ number }) => number),
      parent: candidates.map(({ parent }) => parent),
      mates: {},
      score: candidates.map(({ score }) => score),
      outcome: candidates.map((row) => ROW_OUTCOMES.indexOf(rowOutcome(row))),
      operator: candidates.map(({ operator }) => operators.indexOf(operator)),
      outcomes: ROW_OUTCOMES,
      operators,
      size: candidates.map(({ size }) => size),
      winnerPath: winnerPath(),
    };
  };
  const populations = (): Populations => ({
    strategy: 'evolve',
    decided: rows.length - 1,
    closed: null,
    islands: [0, 1, 2, 3].map((island) =>
      rows
        .filter(({ number, score }) => number % 4 === island && score !== null)
        .toSorted((left, right) => left.score! - right.score!)
        .slice(0, 25)
        .map(({ number, score, size }) => ({
          number,
          score: score!,
          size,
          cell: [],
          cluster: null,
          guest: false,
        })),
    ),
    axes: [],
    instances: [],
    front: null,
  });
  const winnerPath = (): readonly number[] => {
    const path: number[] = [];
    for (let at = incumbent.number; at >= 0; at = rows[at]!.parent) path.unshift(at);
    return path;
  };

  const answers: readonly (readonly [RegExp, (found: readonly string[]) => unknown])[] = [
    [/^\/api\/runs$/, () => standInCards(card())],
    [/\/overview$/, overview],
    [/\/candidates$/, columns],
    [/\/populations$/, populations],
    [/\/search\?text=/, (): SearchReply => ({ numbers: [3, 14, 159], cut: false })],
    [/\/candidates\/(\d+)$/, ([, number]) => detail(rows, Number(number))],
    [/\/diff\?before=(\d+)&after=(\d+)$/, ([, before, after]) => diff(Number(before), Number(after))],
    [/\/ledger\?from=(\d+)&count=(\d+)$/, ([, from, size]) => ledger(rows, Number(from), Number(size))],
    [/\/refused$/, (): readonly RefusedGroup[] => REFUSED],
    [/\/timeline$/, (): Timeline => TIMELINE],
    [/\/verification$/, (): Verification => ({ state: 'not-run', findings: [] })],
  ];
  return {
    replies: (path) => {
      for (const [pattern, answer] of answers) {
        const found = pattern.exec(path);
        if (found !== null) return answer(found);
      }
      return undefined;
    },
    news: () => {
      const row = step();
      const { number, parent, score, operator, size } = row;
      return {
        sequence: number * 3,
        evaluations: number,
        incumbent: incumbent.score,
        decisions: decisions(),
        phase: 'running',
        rows: isCandidate(row) ? [[number, parent, score, rowOutcome(row), operator, size]] : [],
      };
    },
  };
}

const ROW_OUTCOMES = ['baseline', 'open', 'kept', 'discarded', 'invalid', 'inconclusive', 'escalated'];

/** What was refused before it was judged is none. */
function isCandidate({ outcome }: Row): boolean {
  return outcome !== 'duplicate' && outcome !== 'protected-path';
}

function rowOutcome({ number, outcome }: Row): string {
  if (number === 0) return 'baseline';
  const names: { readonly [kind: string]: string } = {
    keep: 'kept',
    discard: 'discarded',
    crash: 'invalid',
    escalate: 'escalated',
  };
  return names[outcome] ?? outcome;
}

function standInCards(first: RunCard): readonly RunCard[] {
  const other = (id: string, change: Partial<RunCard>): RunCard => ({
    ...first,
    id,
    name: id,
    live: false,
    ...change,
  });
  return [
    first,
    other('bin-packing-7-control', {
      phase: 'running',
      live: true,
      keeps: 4,
      incumbent: 4.98,
      control: null,
    }),
    other('json-parser-speed', {
      task: 'JSON parser',
      phase: 'finished',
      reason: 'target-reached',
      evaluations: 1822,
      keeps: 31,
      baseline: 19.84,
      incumbent: 11.02,
      objective: { ...OBJECTIVE, metric: 'time', unit: 'ms' },
      startedAt: '2026-11-18T07:12:00.000Z',
      control: null,
    }),
    other('prompt-for-triage', {
      task: 'support triage prompt',
      phase: 'finished',
      reason: 'budget-evaluations',
      evaluations: 240,
      keeps: 0,
      baseline: 0.81,
      incumbent: 0.81,
      objective: { ...OBJECTIVE, metric: 'accuracy', direction: 'maximize', unit: '' },
      startedAt: '2026-11-17T15:40:00.000Z',
      control: null,
    }),
    other('just-started', {
      phase: 'started',
      live: true,
      evaluations: 0,
      keeps: 0,
      baseline: null,
      incumbent: null,
      control: null,
    }),
    other('copied-from-laptop', {
      phase: 'unreadable',
      reason: 'ledger.sqlite is not a database',
      evaluations: 0,
      keeps: 0,
      baseline: null,
      incumbent: null,
      objective: null,
      startedAt: null,
      control: null,
    }),
  ];
}

function detail(rows: readonly Row[], number: number): CandidateDetail | undefined {
  const row = rows[number];
  if (row === undefined) return undefined;
  const [proposer = 'mutation', operator = ''] = row.operator.split(' ');
  const kind = (OUTCOMES.slice(0, 5).includes(row.outcome) ? row.outcome : null) as DecisionKind | null;
  const reference = rows[Math.max(0, row.parent)]?.score ?? BASELINE;
  return {
    number,
    tree: 'ab'.repeat(32),
    parents: row.parent < 0 ? [] : [row.parent],
    children: rows.filter(({ parent }) => parent === number).map((child) => child.number),
    provenance: { proposer, operator, summary: 'Prefer the fullest bin that still fits <b>exactly</b>' },
    size: row.size,
    decision:
      kind === null
        ? null
        : {
            kind,
            rule: 'sequential',
            reason:
              kind === 'keep'
                ? 'Better on train beyond chance, and no worse held out.'
                : 'No better on train.',
            comparisons: [
              {
                slice: 'train',
                metric: 'excess',
                against: 'incumbent',
                candidate: row.score,
                reference,
                gain: row.score === null ? null : reference - row.score,
                tolerance: 0,
                holds: kind === 'keep',
              },
            ],
          },
    refusal: kind === null ? { kind: 'duplicate', detail: 'Equal to candidate 3.' } : null,
    verdicts: [
      {
        judged: number,
        milliseconds: 412,
        verdict: {
          status: row.outcome === 'crash' ? 'crash' : 'pass',
          mode: 'fresh',
          inputs: `proposal-${number}`,
          checks: [
            {
              check: 'excess-train',
              slice: 'train',
              visibility: 'visible',
              grade: 'separate-process',
              status: row.outcome === 'crash' ? 'crash' : 'pass',
              metrics: row.score === null ? {} : { excess: row.score },
              reason: row.outcome === 'crash' ? 'TypeError: bins is not iterable' : null,
              evidence: { items: 250, instances: 20 },
              questions: 20,
              transcript: 'cd'.repeat(32),
            },
          ],
          reason: null,
          sandbox: { level: 1, mechanism: 'bubblewrap 0.8.0', profile: 'ef'.repeat(32) },
        },
      },
    ],
    files: ['heuristic.ts'],
    commands: { 'See it': `fulcrum show ${number}`, 'Judge it again': `fulcrum rerun ${number}` },
    contentFault: null,
    trajectory: ['Read heuristic.ts', 'The bins are sorted by room left; ties go to the oldest.'],
  };
}

function diff(before: number, after: number): DiffReply {
  const patch = [
    '--- a/heuristic.ts',
    '+++ b/heuristic.ts',
    '@@ -1,4 +1,4 @@',
    ' export function place(item: number, room: readonly number[]): number {',
    `-  return room.findIndex((left) => left >= item);`,
    `+  return room.indexOf(Math.min(...room.filter((left) => left >= item)));`,
    ' }',
    '',
  ].join('\n');
  return { before, after, files: [{ path: 'heuristic.ts', patch, cut: false }] };
}

function ledger(rows: readonly Row[], from: number, count: number): LedgerPage {
  const total = rows.length * 3;
  const sequences = Array.from(
    { length: Math.max(0, Math.min(count, total - from)) },
    (_, place) => from + place,
  );
  const types = ['candidate-created', 'candidate-judged', 'candidate-decided'] as const;
  return {
    total,
    entries: sequences.map((sequence) => ({
      sequence,
      at: new Date(Date.parse('2026-11-20T20:00:00Z') + sequence * 480).toISOString(),
      type: types[sequence % 3] as LedgerPage['entries'][number]['type'],
      number: Math.floor(sequence / 3),
      summary: rows[Math.floor(sequence / 3)]?.outcome ?? '',
      hash: sequence.toString(16).padStart(64, '0'),
    })),
  };
}

const REFUSED: readonly RefusedGroup[] = [
  {
    label: 'protected path',
    kind: 'refusal',
    count: 9,
    examples: [{ number: 41, summary: 'Edit oracle/score.ts', reason: 'oracle/score.ts is protected.' }],
  },
  {
    label: 'reads outside its folder',
    kind: 'cheating',
    count: 2,
    examples: [
      { number: 88, summary: 'Load the answers', reason: 'open(/etc/passwd) was refused in the sandbox.' },
    ],
  },
];

const TIMELINE: Timeline = {
  stages: [
    { name: 'propose', seconds: 212, share: 0.36 },
    { name: 'judge', seconds: 341, share: 0.58 },
    { name: 'decide', seconds: 11, share: 0.02 },
    { name: 'record', seconds: 24, share: 0.04 },
  ],
  spans: Array.from({ length: 40 }, (_, place) => [
    { number: place + 1, stage: 'propose', from: place * 1.4, seconds: 0.5 },
    { number: place + 1, stage: 'judge', from: place * 1.4 + 0.5, seconds: 0.8 },
  ]).flat(),
};

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certify } from '../../src/acceptance/certificate/certificate.ts';
import type { JudgeReply, JudgeRequest } from '../../src/kernel/contracts/judge.ts';
import type { Ledger, StoredEntry } from '../../src/kernel/contracts/ledger.ts';
import type { Proposal, Proposer } from '../../src/kernel/contracts/proposer.ts';
import type { RunEvent } from '../../src/kernel/event.ts';
import type { HeldOutSlice } from '../../src/kernel/task.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { confirmRun } from '../../src/loop/confirm-run.ts';
import { checkSnapshots } from '../../src/loop/check-snapshots.ts';
import { usualConfirmation } from '../../src/loop/confirmation-plan.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { replayConfirmations } from '../../src/loop/replay-confirmation.ts';
import type { RunParts } from '../../src/loop/run-parts.ts';
import { certificateChapters } from '../../src/report/certificate/chapters.ts';
import { buildTree, readText } from '../../src/workspace/tree.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const provenance = { proposer: 'scripted', operator: 'script', summary: 'as the test says' };

interface Terms {
  readonly cubic: string;
  readonly linear: string;
  readonly constant: string;
}

/** Terms on lines of their own, of a curve that is judged by its distance to x³ - x. */
function source({ cubic, linear, constant }: Terms): string {
  return `export function curve(x: number): number {
  const cubic = ${cubic};
  // the cubic term stands above
  const linear = ${linear};
  // the linear term stands above
  const constant = ${constant};
  // and here they meet
  return cubic - linear + constant;
}
`;
}

const START = { cubic: '0', linear: 'x / 2', constant: '1' };

/** Each one change better than the one before. */
const STEPS: readonly Terms[] = [
  { cubic: 'x * x * x', linear: 'x / 2', constant: '1' },
  { cubic: 'x * x * x', linear: 'x / 2', constant: '0.6' },
  { cubic: 'x * x * x', linear: 'x', constant: '0.6' },
  { cubic: 'x * x * x', linear: 'x', constant: '0.1' },
];

/** A stand-in proposer that suggests one text after the other. */
function scripted(texts: readonly string[]): Proposer {
  return {
    id: 'scripted',
    trusted: true,
    start: () => null,
    observe: (state) => state,
    propose: ({ number }): Promise<Proposal> => {
      const edits = [{ path: 'curve.ts', content: texts[number - 1]! }];
      return Promise.resolve({ kind: 'edit', edits, provenance });
    },
  };
}

const CONFIRMATION = { pairs: 4, ablate: 10 };

type Changes = Partial<Pick<RunParts, 'judge' | 'onEntry' | 'stopRequested' | 'confirmation'>>;

/** A run that keeps all four steps. */
function stepRun(ledger: Ledger, changes: Changes = {}): RunParts {
  const { task } = curveTask({
    budget: { evaluations: STEPS.length },
    pipeline: 1,
    strategy: { kind: 'greedy' },
    acceptance: { confirmation: CONFIRMATION },
  });
  const hash = ledger.put(new TextEncoder().encode(source(START)));
  const baselineTree = buildTree(ledger, [{ path: 'curve.ts', hash, executable: false }])!;
  const proposers = [scripted(STEPS.map(source))];
  return { ...runParts({ task, ledger, proposers }), baselineTree, ...changes };
}

function eventsOf(ledger: Ledger): readonly RunEvent[] {
  return [...ledger.entries()].map(({ event }) => event);
}

function confirmationOf(ledger: Ledger): readonly string[] {
  return eventsOf(ledger).flatMap((event) => {
    if (event.type === 'confirmation-judged')
      return [`${event.role}${event.step === null ? '' : ` ${event.step}`} ${event.verdict.inputs}`];
    if (event.type === 'reconfirmed') return ['reconfirmed'];
    return event.type === 'step-ablated' ? [`ablated ${event.step}`] : [];
  });
}

const OF_CONFIRMATION: ReadonlySet<RunEvent['type']> = new Set([
  'confirmation-judged',
  'reconfirmed',
  'step-ablated',
]);

/** All of it, once. The constant of the second step was changed again by the fourth. */
const WHOLE = [
  'winner screening',
  ...[1, 2, 3, 4].flatMap((index) => [`baseline reconfirm-${index}`, `winner reconfirm-${index}`]),
  'reconfirmed',
  ...[1, 3, 4].flatMap((step) => [1, 2, 3, 4].map((index) => `ablated ${step} reconfirm-${index}`)),
  ...[1, 2, 3, 4].map((step) => `ablated ${step}`),
].toSorted();

/** The mean distance to x³ - x gained, on the labels of the confirmation, worked out by the stand-in itself. */
async function distanceOf(ledger: Ledger, terms: Terms, inputs: string): Promise<number> {
  const hash = ledger.put(new TextEncoder().encode(source(terms)));
  const tree = buildTree(ledger, [{ path: 'curve.ts', hash, executable: false }])!;
  const { signal } = new AbortController();
  const order = { mode: 'fresh', inputs, scope: 'visible', candidate: { number: 9, tree }, signal } as const;
  const { verdict } = await standInJudge(ledger, { workers: 1 }).judge(order);
  return verdict.checks[0]!.metrics['error']!;
}

describe('the end of a run', () => {
  it('judges the winner beside the baseline and without each step, and finds what each is worth', async () => {
    const { ledger } = temporaryLedger();
    const { state } = await runLoop(stepRun(ledger));
    expect(eventsOf(ledger).at(-1)).toMatchObject({ type: 'run-finished', reason: 'budget-evaluations' });
    expect(state.decisions.keep).toBe(4);
    expect(confirmationOf(ledger).toSorted()).toEqual(WHOLE);
    const { winner } = certify(ledger.entries())!;
    expect(winner!.number).toBe(4);
    const gains = winner!.reconfirmation!.metrics.map(({ slice, gains: figures }) => [slice, figures.wins]);
    expect(gains).toEqual([
      ['points', 4],
      ['unseen', 4],
    ]);
    const worth = new Map(winner!.ablations.map(({ step, result }) => [step, result]));
    expect(worth.get(2)).toEqual({ kind: 'not-separable', path: 'curve.ts' });
    const without: ReadonlyMap<number, Terms> = new Map([
      [1, { ...STEPS[3]!, cubic: '0' }],
      [3, { ...STEPS[3]!, linear: 'x / 2' }],
      [4, STEPS[2]!],
    ]);
    for (const [step, terms] of without) {
      const result = worth.get(step);
      if (result?.kind !== 'judged') throw new Error(`step ${step} was not judged`);
      expect(readText(ledger, result.tree, 'curve.ts')).toBe(source(terms));
      const expected = await Promise.all(
        [1, 2, 3, 4].map(async (index) => {
          const inputs = `reconfirm-${index}`;
          return (await distanceOf(ledger, terms, inputs)) - (await distanceOf(ledger, STEPS[3]!, inputs));
        }),
      );
      expect(result.gains.mean).toBeCloseTo(expected.reduce((sum, gain) => sum + gain, 0) / 4, 10);
      expect(result.gains.wins).toBe(4);
    }
    expect(replayConfirmations(ledger)).toEqual({ differences: [], held: 5 });
  });

  it('costs no evaluation, and leaves what a run comes to again as it is', async () => {
    const runs = await Promise.all(
      [CONFIRMATION, { pairs: 0, ablate: 0 }].map(async (confirmation) => {
        const { ledger } = temporaryLedger();
        const { state } = await runLoop(stepRun(ledger, { confirmation }));
        return {
          replay: ledger.head()!.replay,
          spending: state.spending,
          judged: confirmationOf(ledger).length,
        };
      }),
    );
    expect(runs[0]!.judged).toBe(WHOLE.length);
    expect(runs[1]!.judged).toBe(0);
    expect(runs[0]!.replay).toBe(runs[1]!.replay);
    expect(runs[0]!.spending).toEqual(runs[1]!.spending);
  });

  it('shows a keep that only fits the inputs it was chosen by', async () => {
    const { ledger } = temporaryLedger();
    // A stand-in for code that learned its questions by heart: on any others it is worse than the baseline.
    const distort = (request: JudgeRequest, reply: JudgeReply): JudgeReply => {
      const isLearned = request.candidate.number > 0 && request.inputs.startsWith('reconfirm');
      if (!isLearned) return reply;
      const checks = reply.verdict.checks.map((check) => ({ ...check, metrics: { error: 1000 } }));
      return { ...reply, verdict: { ...reply.verdict, checks } };
    };
    await runLoop(stepRun(ledger, { judge: standInJudge(ledger, { workers: 2, distort }) }));
    const certificate = certify(ledger.entries())!;
    const { reconfirmation, selectionGap, eValue } = certificate.winner!;
    expect(reconfirmation!.reportedGain).toBeGreaterThan(0);
    expect(reconfirmation!.confirmedGain).toBeLessThan(0);
    expect(reconfirmation!.metrics[0]!.gains).toMatchObject({ wins: 0, losses: 4 });
    expect(selectionGap).toBeGreaterThan(reconfirmation!.reportedGain!);
    expect(eValue).toBeLessThan(1);
    const told = certificateChapters(certificate, 9).flatMap(({ sentences }) => sentences);
    expect(told.join(' ')).toContain('THE GAIN WAS NOT CONFIRMED');
  });

  it('says that figures cannot be compared as they are, where the same inputs give another one', async () => {
    const { ledger } = temporaryLedger();
    let judged = 0;
    const distort = (_: JudgeRequest, reply: JudgeReply): JudgeReply => {
      judged += 1;
      const checks = reply.verdict.checks.map((check) => {
        return { ...check, metrics: { error: (check.metrics['error'] ?? 0) + judged * 1e-9 } };
      });
      return { ...reply, verdict: { ...reply.verdict, checks } };
    };
    await runLoop(stepRun(ledger, { judge: standInJudge(ledger, { workers: 2, distort }) }));
    const { conditions, guarantee } = certify(ledger.entries())!;
    const condition = conditions.find(({ name }) => name === 'the same inputs give the same figure');
    expect(condition).toMatchObject({ state: 'not-met', needed: true });
    expect(guarantee.holds).toBe('no');
  });
});

describe('what a confirmation asks', () => {
  const scopesWith = async (heldOut: readonly HeldOutSlice[]): Promise<readonly string[]> => {
    const { ledger } = temporaryLedger();
    const asked = new Set<string>();
    const distort = ({ inputs, scope }: JudgeRequest, reply: JudgeReply): JudgeReply => {
      if (inputs.startsWith('reconfirm')) asked.add(`${inputs} ${scope}`);
      return reply;
    };
    const confirmation = { pairs: 1, ablate: 0 };
    const judge = standInJudge(ledger, { workers: 2, distort });
    const parts = stepRun(ledger, { judge, confirmation });
    await runLoop({ ...parts, task: { ...parts.task, slices: { ...parts.task.slices, heldOut } } });
    return [...asked].toSorted();
  };
  const unseen: HeldOutSlice = { name: 'unseen', metric: 'error', direction: 'minimize', tolerance: 0.5 };
  const last: HeldOutSlice = { ...unseen, name: 'last', items: 'fixed', final: true };

  it('is every held-out slice whose reading uses nothing up, and a final one on inputs of its own', async () => {
    expect(await scopesWith([unseen])).toEqual(['reconfirm-1 all']);
    expect(await scopesWith([{ ...unseen, items: 'fixed' }])).toEqual(['reconfirm-1 visible']);
    expect(await scopesWith([{ ...unseen, reads: 9 }])).toEqual(['reconfirm-1 visible']);
    expect(await scopesWith([unseen, last])).toEqual(['reconfirm-1 all', 'reconfirm-final final']);
  });
});

describe('a confirmation that is broken off', () => {
  it('goes on where it was, and judges nothing twice', { timeout: 30_000 }, async () => {
    for (let point = 1; point < WHOLE.length; point += 4) {
      const { directory, ledger } = temporaryLedger();
      let seen = 0;
      const onEntry = ({ event }: StoredEntry): void => {
        if (!OF_CONFIRMATION.has(event.type)) return;
        seen += 1;
        if (seen === point) throw new Error('crash');
      };
      await expect(runLoop(stepRun(ledger, { onEntry }))).rejects.toThrow('crash');
      ledger.close();
      const again = openLedger(directory);
      const { state } = await runLoop(stepRun(again));
      expect(confirmationOf(again).toSorted()).toEqual(WHOLE);
      expect(state.finished?.reason).toBe('budget-evaluations');
      expect(replayConfirmations(again).differences).toEqual([]);
      expect(checkSnapshots(stepRun(again), 'test').every(({ holds }) => holds)).toBe(true);
    }
  });

  it('is left for later by a stop request', async () => {
    const { ledger } = temporaryLedger();
    const stopRequested = (): boolean => confirmationOf(ledger).length > 3;
    const { reason, state } = await runLoop(stepRun(ledger, { stopRequested }));
    expect(reason).toBe('stop-requested');
    expect(state.oracleSeedRevealed).toBe(false);
    await runLoop(stepRun(ledger));
    expect(confirmationOf(ledger).toSorted()).toEqual(WHOLE);
  });
});

describe('a finished run confirmed again', () => {
  it('adds to the pairs there are, so that asking again draws no luckier ones', async () => {
    const { ledger } = temporaryLedger();
    await runLoop(stepRun(ledger, { confirmation: { pairs: 2, ablate: 0 } }));
    const before = ledger.head()!;
    const { whole, state } = await confirmRun(stepRun(ledger), { pairs: 3, ablate: 1 });
    expect(whole).toBe(true);
    expect(state.finished).toMatchObject({ reason: 'budget-evaluations' });
    expect(state.confirmation!.reconfirmation!.metrics[0]!.gains.pairs).toBe(3);
    expect(ledger.head()!.replay).toBe(before.replay);
    const added = confirmationOf(ledger).slice(6);
    expect(added.filter((text) => /winner|baseline/.test(text)).toSorted()).toEqual([
      'baseline reconfirm-3',
      'winner reconfirm-3',
    ]);
    expect(eventsOf(ledger).at(-1)!.type).toBe('run-finished');
    expect(certify(ledger.entries())!.winner!.ablations).toHaveLength(1);
  });
});

describe('what was recorded of a confirmation', () => {
  const { ledger } = temporaryLedger();
  beforeAll(async () => void (await runLoop(stepRun(ledger))));

  it.each<[string, (event: RunEvent) => RunEvent]>([
    [
      'a gain',
      (event) =>
        event.type === 'reconfirmed'
          ? { ...event, result: { ...event.result, confirmedGain: (event.result.confirmedGain ?? 0) + 1 } }
          : event,
    ],
    [
      'the worth of a step',
      (event) =>
        event.type === 'step-ablated' && event.result.kind === 'judged'
          ? { ...event, result: { ...event.result, gains: { ...event.result.gains, mean: 9 } } }
          : event,
    ],
    [
      'a step left out',
      (event) => (event.type === 'step-ablated' ? { ...event, result: { kind: 'undone' } } : event),
    ],
    [
      'whom a verdict is on',
      (event) =>
        event.type === 'confirmation-judged' && event.role === 'baseline'
          ? { ...event, tree: 'f'.repeat(64) }
          : event,
    ],
    ['the winner', (event) => (event.type === 'reconfirmed' ? { ...event, number: 1 } : event)],
  ])('is found out where %s was changed', (_, change) => {
    const forged: Ledger = {
      ...ledger,
      entries: () => [...ledger.entries()].map((entry) => ({ ...entry, event: change(entry.event) })),
    };
    expect(replayConfirmations(ledger).differences).toEqual([]);
    expect(replayConfirmations(forged).differences.length).toBeGreaterThan(0);
  });

  it('gives the same certificate again', () => {
    const entries = [...ledger.entries()];
    expect(certify(entries)).toEqual(certify(entries));
    expect(certify(entries.slice(0, 3))).toBeNull();
  });
});

describe('how much of it there is', () => {
  it('is about a tenth of the run, and one pair at least', () => {
    expect(usualConfirmation(1)).toEqual({ pairs: 1, ablate: 0 });
    expect(usualConfirmation(60)).toEqual({ pairs: 3, ablate: 0 });
    expect(usualConfirmation(100_000)).toEqual({ pairs: 5, ablate: 8 });
    for (let evaluations = 20; evaluations < 2000; evaluations += 7) {
      const { pairs, ablate } = usualConfirmation(evaluations);
      expect(2 * pairs + ablate * pairs).toBeLessThanOrEqual(evaluations / 10);
    }
  });
});

import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createAcceptance } from '../../src/acceptance/index.ts';
import type { ApprovalAnswer } from '../../src/kernel/approval.ts';
import type { Ledger, StoredEntry } from '../../src/kernel/contracts/ledger.ts';
import type { RunEvent } from '../../src/kernel/event.ts';
import { openLedger } from '../../src/ledger/sqlite-ledger.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import { runLoop } from '../../src/loop/loop.ts';
import { replayApprovals } from '../../src/loop/replay-approvals.ts';
import { replayDecisions } from '../../src/loop/replay-decisions.ts';
import type { RunParts } from '../../src/loop/run-parts.ts';
import { standInJudge } from '../stand-ins/judge.ts';
import { removeMade } from '../stand-ins/made-folders.ts';
import { runParts, temporaryLedger } from '../stand-ins/run-parts.ts';
import { curveTask } from '../stand-ins/tasks.ts';

afterAll(removeMade);

const ASKING = { rule: 'exact', approval: 'required' } as const;

function taskWith(acceptance: object, evaluations = 30) {
  return curveTask({ strategy: { kind: 'evolve' }, budget: { evaluations }, acceptance }).task;
}

/** A stand-in for a person who looks at what waits in this very ledger; null is no answer. */
function person(ledger: Ledger, approves: (number: number) => boolean | null): RunParts['answerTo'] {
  return (number): ApprovalAnswer | null => {
    const approved = approves(number);
    if (approved === null) return null;
    const request = ledger.entriesOf(number).findLast(({ event }) => event.type === 'approval-requested');
    const { diff } = request!.event as Extract<RunEvent, { type: 'approval-requested' }>;
    return { ...standInAnswer(number, diff), approved };
  };
}

async function runWith(
  ledger: Ledger,
  approves: (number: number) => boolean | null,
  more: Partial<RunParts> & { readonly workers?: number } = {},
) {
  const { workers = 2, ...others } = more;
  const judge = standInJudge(ledger, { workers });
  const parts = runParts({ task: taskWith(ASKING), ledger, judge });
  return runLoop({ ...parts, answerTo: person(ledger, approves)!, ...others });
}

function eventsOf(ledger: Ledger): readonly RunEvent[] {
  return [...ledger.entries()].map(({ event }) => event);
}

function isKeep(event: RunEvent): boolean {
  return event.type === 'candidate-decided' && event.decision.kind === 'keep';
}

describe('a run whose keeps wait for a person', () => {
  it('comes to what it would come to alone when everything is approved', async () => {
    const [alone, asking] = [temporaryLedger().ledger, temporaryLedger().ledger];
    await runLoop(runParts({ task: taskWith({ rule: 'exact' }), ledger: alone }));
    const { state } = await runWith(asking, () => true);
    const decided = (ledger: Ledger): readonly RunEvent[] =>
      eventsOf(ledger).filter(({ type }) => type === 'candidate-decided');
    expect(decided(asking)).toEqual(decided(alone));
    expect(state.decisions.keep).toBeGreaterThan(1);
    const requests = eventsOf(asking).filter(({ type }) => type === 'approval-requested');
    expect(requests.length).toBe(state.decisions.keep);
    expect([...replayDecisions(asking.entries(), createAcceptance)]).toEqual([]);
    expect(replayApprovals(asking)).toEqual({ faults: [], given: state.decisions.keep });
  });

  it('keeps nothing that was refused, and says so in the decision', async () => {
    const { ledger } = temporaryLedger();
    const { state } = await runWith(ledger, () => false);
    expect(state.incumbent!.candidate.number).toBe(0);
    expect(state.decisions.keep).toBe(0);
    const reasons = eventsOf(ledger).flatMap((event) =>
      event.type === 'candidate-decided' && event.decision.reason === 'a person refused it'
        ? [event.decision.kind]
        : [],
    );
    expect(reasons.length).toBeGreaterThan(1);
    expect(new Set(reasons)).toEqual(new Set(['discard']));
    expect([...replayDecisions(ledger.entries(), createAcceptance)]).toEqual([]);
    expect(replayApprovals(ledger)).toEqual({ faults: [], given: reasons.length });
  });

  it('is the same whatever time people take and however often it breaks off while they do', async () => {
    const approves = (number: number): boolean => number % 3 !== 0;
    const whole = temporaryLedger().ledger;
    await runWith(whole, approves);
    const types = eventsOf(whole).map(({ type }) => type);
    const requests = types.flatMap((type, index) => (type === 'approval-requested' ? [index + 1] : []));
    const anywhere = fc.integer({ min: 3, max: types.length });
    await fc.assert(
      fc.asyncProperty(
        // The first point of all is that at which a person would begin to look.
        fc.tuple(fc.constantFrom(...requests), anywhere),
        fc.integer({ min: 0, max: 2 }),
        async (points, hesitation) => {
          const { directory, ledger } = temporaryLedger();
          let open = ledger;
          for (const point of points) {
            await breakOff(open, approves, point);
            open = openLedger(directory);
          }
          let looked = 0;
          await runWith(open, (number) => ((looked += 1) > hesitation ? approves(number) : null));
          expect(open.head()!.replay).toBe(whole.head()!.replay);
          open.close();
          expect(verifyLedger(directory).faults).toEqual([]);
        },
      ),
      { numRuns: 5 },
    );
  });

  it('stays pending over a stop, keeps its seed to itself, and takes an answer up that came while it was down', async () => {
    const { directory, ledger } = temporaryLedger();
    const stopped = await runWith(ledger, () => null, { stopRequested: () => asked(ledger) });
    expect(stopped.reason).toBe('stop-requested');
    const { pending, open, decided } = stopped.state;
    expect(pending?.decision.kind).toBe('keep');
    expect(stopped.state.oracleSeedRevealed).toBe(false);
    const { number } = open!.candidate;
    expect(decided).toBe(number - 1);
    ledger.close();

    const again = openLedger(directory);
    const { state } = await runWith(again, (candidate) => candidate === number);
    expect(state.pending).toBe(null);
    expect(state.incumbent!.candidate.number).toBe(number);
    expect(state.oracleSeedRevealed).toBe(true);
    expect(eventsOf(again).filter(isKeep)).toHaveLength(1);
  });

  it('ends with its time, unsettled: no confirmation and no seed before the answer', async () => {
    const { ledger } = temporaryLedger();
    const task = curveTask({ budget: { evaluations: 30, wall: '0.4s' }, acceptance: ASKING }).task;
    const { reason, state } = await runLoop(runParts({ task, ledger }));
    expect(reason).toBe('budget-wall');
    expect(state.finished!.detail).toContain('waits for approval');
    expect(state.pending).not.toBe(null);
    expect(eventsOf(ledger).map(({ type }) => type)).not.toContain('seed-revealed');
    expect(eventsOf(ledger).map(({ type }) => type)).not.toContain('confirmation-judged');
  });

  it('goes on judging what is under way, and decides none of it', async () => {
    const { ledger } = temporaryLedger();
    const judge = standInJudge(ledger, { workers: 2 });
    const judged = new Set<number>();
    const task = taskWith(ASKING);
    let waited = 0;
    await runLoop({
      ...runParts({ task, ledger }),
      judge: {
        ...judge,
        judge: (request) => {
          judged.add(request.candidate.number);
          return judge.judge(request);
        },
      },
      answerTo: () => null,
      stopRequested: () => asked(ledger) && (waited += 1) > 3,
    });
    const { number } = requestIn(ledger)!;
    expect(Math.max(...judged)).toBeGreaterThan(number);
    expect(eventsOf(ledger).findLast(({ type }) => type === 'approval-requested')).toBeDefined();
    expect(
      eventsOf(ledger).some((event) => event.type === 'candidate-decided' && event.number >= number),
    ).toBe(false);
  });

  it('stops loudly at an answer to another change', async () => {
    const { ledger } = temporaryLedger();
    const other = (number: number): ApprovalAnswer => {
      return standInAnswer(number, 'f'.repeat(64));
    };
    await expect(runWith(ledger, () => null, { answerTo: other })).rejects.toThrow(
      /^FULCRUM_E_APPROVAL_ANSWER/,
    );
    expect(eventsOf(ledger).some(isKeep)).toBe(false);
  });

  it.each<readonly [string, RegExp, (event: RunEvent) => RunEvent | null]>([
    ['a keep nobody was asked about', /no person was asked/, (event) => (isApproval(event) ? null : event)],
    [
      'a refusal that was kept all the same',
      /not decided as answered/,
      (event) => (event.type === 'approval-given' ? { ...event, approved: false } : event),
    ],
    [
      'an answer to another change',
      /another change was shown/,
      (event) => (event.type === 'approval-given' ? { ...event, diff: 'f'.repeat(64) } : event),
    ],
    [
      'a request for another change',
      /is not its change/,
      (event) => (event.type === 'approval-requested' ? { ...event, diff: 'f'.repeat(64) } : event),
    ],
    [
      'a keep before the answer',
      /before anybody had answered/,
      (event) => (event.type === 'approval-given' ? null : event),
    ],
  ])('is found out: %s', async (_, expected, alter) => {
    const { ledger } = temporaryLedger();
    await runWith(ledger, () => true);
    const altered = [...ledger.entries()].flatMap((entry): readonly StoredEntry[] => {
      const event = alter(entry.event);
      return event === null ? [] : [{ ...entry, event }];
    });
    const { faults } = replayApprovals({ ...ledger, entries: () => altered });
    expect(faults[0]?.what).toMatch(expected);
  });

  it.each<readonly [string, RegExp, (waits: Waiting, later: readonly StoredEntry[]) => readonly RunEvent[]]>([
    [
      'another candidate kept in place of the one that waits',
      /was taken up while a keep waited/,
      (waits, later) => {
        const opening = later.findIndex(({ event }) => event.type === 'candidate-proposed');
        const judged = later.slice(opening).filter(({ event }) => event.type === 'candidate-judged');
        const { number } = judged[0]!.event as Extract<RunEvent, { type: 'candidate-judged' }>;
        const { diff, decision } = waits;
        return [
          later[opening]!.event,
          ...judged.map(({ event }) => event).filter((event) => 'number' in event && event.number === number),
          { type: 'approval-given', ...standInAnswer(number, diff) },
          { type: 'candidate-decided', number, decision },
        ];
      },
    ],
    [
      'another decision to agree to than was asked about first',
      /was asked about while a keep waited/,
      (waits) => {
        const { number, diff } = waits;
        const decision = { ...waits.decision, reason: 'another' };
        return [
          { ...waits, decision },
          { type: 'approval-given', ...standInAnswer(number, diff) },
          { type: 'candidate-decided', number, decision },
        ];
      },
    ],
  ])('is found out: %s', async (_, expected, forge) => {
    const { ledger } = temporaryLedger();
    await runWith(ledger, () => true);
    const entries = [...ledger.entries()];
    const index = entries.findIndex(({ event }) => event.type === 'approval-requested');
    const forged = forge(entries[index]!.event as Waiting, entries.slice(index + 1));
    const altered = [
      ...entries.slice(0, index + 1),
      ...forged.map((event): StoredEntry => ({ ...entries[index]!, event })),
    ];
    const { faults } = replayApprovals({ ...ledger, entries: () => altered });
    expect(faults[0]?.what).toMatch(expected);
  });
});

type Waiting = Extract<RunEvent, { type: 'approval-requested' }>;

function standInAnswer(number: number, diff: string): ApprovalAnswer {
  return { number, approved: true, who: 'Ada', reason: 'as seen', dwellSeconds: 2.5, diff };
}

function isApproval({ type }: RunEvent): boolean {
  return type === 'approval-requested' || type === 'approval-given';
}

function requestIn(ledger: Ledger): Extract<RunEvent, { type: 'approval-requested' }> | null {
  for (const event of eventsOf(ledger)) if (event.type === 'approval-requested') return event;
  return null;
}

function asked(ledger: Ledger): boolean {
  return requestIn(ledger) !== null;
}

/** Runs until so many entries were announced, then breaks off as a crash would: nothing more is written. */
async function breakOff(ledger: Ledger, approves: (number: number) => boolean, count: number): Promise<void> {
  let seen = 0;
  const crash = new Error('crash');
  const onEntry = (): void => {
    seen += 1;
    if (seen === count) throw crash;
  };
  await runWith(ledger, approves, { onEntry }).catch((error: unknown) => {
    if (error !== crash) throw error;
  });
  ledger.close();
}

import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../kernel/contracts/ledger.ts';
import { excerptItems } from './excerpt.ts';
import { foldHistory } from './fold-history.ts';
import { syntheticRun } from './testing/synthetic-run.ts';

const run = { seed: 'fold', proposals: 600, skill: 0.2, strategy: 'evolve', hostile: null };
const entries: readonly StoredEntry[] = [...syntheticRun(run)];
const history = foldHistory(entries);

function decisionsOf(kind: string): readonly number[] {
  return entries.flatMap(({ event }) =>
    event.type === 'candidate-decided' && event.decision.kind === kind ? [event.number] : [],
  );
}

/** The visible score of a candidate, read straight from its first judgement. */
function scoreOf(number: number): number | null {
  for (const { event } of entries) {
    if (event.type !== 'candidate-judged' || event.number !== number || event.judged !== number) continue;
    return event.verdict.checks.find((check) => 'excess' in check.metrics)?.metrics['excess'] ?? null;
  }
  return null;
}

describe('history', () => {
  it('counts what became of the proposals', () => {
    const refused = entries.filter(({ event }) => event.type === 'proposal-refused').length;
    expect(history.outcomes).toEqual({
      kept: decisionsOf('keep').length,
      discarded: decisionsOf('discard').length,
      invalid: decisionsOf('crash').length,
      inconclusive: 0,
      escalated: 0,
      refused,
    });
    expect(history.timeline.at(-1)!.to).toBe(run.proposals);
  });

  it('holds every keep with its scores, and the baseline on the same held-out questions', () => {
    const keeps = excerptItems(history.keeps);
    expect(keeps.map((keep) => keep.number)).toEqual(decisionsOf('keep'));
    expect(keeps.length).toBeGreaterThan(3);
    for (const keep of keeps) {
      expect(keep.visible).toBe(scoreOf(keep.number));
      const beside = entries.find(
        ({ event }) =>
          event.type === 'candidate-judged' && event.number === keep.number && event.judged === 0,
      )!.event;
      const expected = beside.type === 'candidate-judged' && beside.verdict.checks.at(-1)!.metrics['excess'];
      expect(keep.heldOut).toMatchObject([
        { slice: 'weibull', status: 'pass', baseline: expected, grade: 'held-out' },
      ]);
      expect([keep.visibleGrade, keep.grade]).toEqual(['separate-process', 'separate-process']);
    }
  });

  it('draws curves that only improve, the best visible score never behind the incumbent', () => {
    for (const curve of [history.incumbents, history.bestVisible]) {
      const values = curve.points.map((point) => point.value);
      expect(values).toEqual(values.toSorted((left, right) => right - left));
      expect(curve.end).toBe(history.state.spending.evaluations);
    }
    expect(history.bestVisible.points.at(-1)!.value).toBeLessThanOrEqual(
      history.incumbents.points.at(-1)!.value,
    );
  });

  it('tells the lineage of the winner from the baseline on', () => {
    const steps = excerptItems(history.lineage);
    expect(steps.at(-1)!.number).toBe(history.state.incumbent!.candidate.number);
    expect(steps[0]!.parents[0]).toBe(0);
    for (const [index, step] of steps.entries()) {
      if (index > 0) expect(step.parents[0]).toBe(steps[index - 1]!.number);
    }
  });

  it('finds the candidates that looked better and were not kept', () => {
    const tempting = entries.filter(({ event }) => {
      return event.type === 'candidate-decided' && event.decision.reason.includes('does not hold');
    });
    expect(history.temptations.groups[0]?.count ?? 0).toBe(tempting.length);
    for (const { examples } of history.temptations.groups) {
      for (const example of examples) expect(example.score).toBeLessThan(example.incumbent!);
    }
  });

  it('counts every rejection and refusal under its kind', () => {
    const rejected = history.rejections.groups.reduce(
      (sum, group) => sum + group.count,
      history.rejections.ungrouped,
    );
    const refused = history.refusals.groups.reduce(
      (sum, group) => sum + group.count,
      history.refusals.ungrouped,
    );
    expect(rejected).toBe(history.outcomes.discarded + history.outcomes.invalid);
    expect(refused).toBe(history.outcomes.refused);
  });

  it('leaves the time of an interruption out', () => {
    const [first, ...rest] = entries;
    const gap: StoredEntry = {
      ...first!,
      at: '2026-11-23T20:00:00.000Z',
      event: { type: 'run-resumed', budget: { evaluations: 5, wallSeconds: null, work: null, money: null } },
    };
    expect(foldHistory([first!, gap]).seconds).toBe(0);
    const whole = Date.parse(rest.at(-1)!.at) - Date.parse(first!.at);
    expect(history.seconds).toBeCloseTo(whole / 1000, 6);
  });

  it('takes a reopened decision back before it is made again', () => {
    const number = decisionsOf('crash')[0]!;
    const of = entries.filter(({ event }) => 'number' in event && event.number === number);
    const proposed = entries.find(
      ({ event }) => event.type === 'candidate-proposed' && event.candidate.number === number,
    )!;
    const { candidate } = proposed.event as Extract<StoredEntry['event'], { type: 'candidate-proposed' }>;
    const reopened: StoredEntry = {
      ...proposed,
      event: { type: 'candidate-reopened', number, candidate, previous: 'crash' },
    };
    expect(foldHistory([...entries, reopened, ...of]).outcomes).toEqual(history.outcomes);
  });

  it('stays bounded however long the run', () => {
    const long = foldHistory(syntheticRun({ ...run, proposals: 20_000 }));
    expect(JSON.stringify(long).length).toBeLessThan(400_000);
  });
});

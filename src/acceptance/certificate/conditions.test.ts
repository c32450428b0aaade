import { describe, expect, test } from 'vitest';
import type { Condition } from '../../kernel/certificate.ts';
import type { PairedFigures } from '../../kernel/confirmation.ts';
import type { MeasuredNoise } from '../../kernel/noise.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { emptyRunState } from '../../kernel/run-state.ts';
import type { HeldOutSlice } from '../../kernel/task.ts';
import { taskWith } from '../../kernel/testing/fixtures.ts';
import type { CertifiedFacts } from './conditions.ts';
import { conditionsOf } from './conditions.ts';
import { guaranteeOf } from './guarantee.ts';

const SOUND: CertifiedFacts = {
  promised: 'comparison',
  repeats: { repeated: 3, differing: 0 },
  keeps: { total: 2, own: 2, paired: 2, first: 5, labels: 10 },
  isolation: 1,
  verdicts: { total: 9, signed: 9, keyNamed: true },
};

function stateOf(
  name: string,
  facts: Partial<CertifiedFacts>,
  state: Partial<RunState> = {},
  heldOut: readonly HeldOutSlice[] = [],
): Condition['state'] | undefined {
  const task = taskWith({ slices: { visible: ['train'], heldOut } });
  const conditions = conditionsOf(task, { ...emptyRunState, ...state }, { ...SOUND, ...facts });
  return conditions.find((condition) => condition.name.startsWith(name))?.state;
}

const NOISE: MeasuredNoise = {
  pairs: 20,
  wins: 11,
  losses: 9,
  ties: 0,
  mean: 0.1,
  deviation: 1,
  eValue: 0.3,
  threshold: 20,
  deterministic: false,
  acrossInputs: 1,
  effect: 1,
  repeats: 40,
  level: { count: 40, median: 5, scale: 1 },
};

const GAINS: PairedFigures = {
  pairs: 3,
  wins: 3,
  losses: 0,
  ties: 0,
  failed: 0,
  otherFailed: 0,
  mean: 2,
  deviation: 0,
};

function confirmed(gains: PairedFigures | null): Partial<RunState> {
  const known = { slice: 'unseen', metric: 'cost', visibility: 'held-out', final: false } as const;
  const metrics = gains === null ? [] : [{ ...known, gains }];
  const reconfirmation = { reportedGain: 2, confirmedGain: 2, metrics };
  return { confirmation: { number: 2, reconfirmation, ablated: 0 } };
}

describe('conditions of a comparison of figures as they are', () => {
  test.each<[string, CertifiedFacts['repeats'], Condition['state']]>([
    ['met where every repeat agreed', { repeated: 3, differing: 0 }, 'met'],
    ['not met where one differed', { repeated: 3, differing: 1 }, 'not-met'],
    ['unknown where nothing was repeated', { repeated: 0, differing: 0 }, 'unknown'],
  ])('are %s', (_, repeats, expected) => {
    expect(stateOf('the same inputs', { repeats })).toBe(expected);
  });

  test('say how many of those measured again came out otherwise', () => {
    const facts = { ...SOUND, repeats: { repeated: 3, differing: 1 } };
    const details = conditionsOf(taskWith({}), emptyRunState, facts).map(({ detail }) => detail);
    expect(details).toContain('1 of 3 figures measured again came out otherwise');
  });

  test('ask for inputs of their own and for isolation', () => {
    expect(stateOf('keeps rest', { keeps: { ...SOUND.keeps, own: 1 } })).toBe('not-met');
    expect(stateOf('candidates were isolated', { isolation: 'none' })).toBe('not-met');
    expect(stateOf('candidates were isolated', { isolation: null })).toBe('unknown');
    expect(stateOf('candidates were isolated', { isolation: 3 })).toBe('met');
    expect(stateOf('the baseline is no different', {})).toBeUndefined();
  });
});

describe('conditions of tests of pairs', () => {
  const tested = { promised: 'whole-run' } as const;

  test('ask for pairs and for a baseline that is like itself, and not for equal figures', () => {
    expect(stateOf('pairs are fresh', tested)).toBe('met');
    expect(stateOf('pairs are fresh', { ...tested, keeps: { ...SOUND.keeps, paired: 1 } })).toBe('not-met');
    expect(stateOf('the baseline is no different', tested)).toBe('unknown');
    expect(stateOf('the baseline is no different', tested, { noise: NOISE })).toBe('met');
    expect(stateOf('the baseline is no different', tested, { noise: { ...NOISE, eValue: 20 } })).toBe(
      'not-met',
    );
    expect(stateOf('the same inputs', tested)).toBeUndefined();
  });
});

describe('held-out slices', () => {
  const slice: HeldOutSlice = { name: 'unseen', metric: 'cost', direction: 'minimize', tolerance: 0 };
  const wear = (
    fields: Partial<HeldOutSlice>,
    state: Partial<RunState> = {},
  ): Condition['state'] | undefined => stateOf('held-out slice unseen', {}, state, [{ ...slice, ...fields }]);
  const read = (reads: number): Partial<RunState> => ({ heldOut: { unseen: { reads, items: 10 } } });

  test('are worn out where fixed items were answered exactly more than once', () => {
    expect(wear({ items: 'fixed' }, read(1))).toBe('met');
    expect(wear({ items: 'fixed' }, read(2))).toBe('not-met');
    expect(wear({ items: 'fixed', answer: { kind: 'ladder', step: null } }, read(2))).toBe('met');
    expect(wear({}, read(2))).toBe('met');
  });

  test('that say they are fresh and give the same gain at every reading are doubted', () => {
    expect(wear({}, confirmed(GAINS))).toBe('unknown');
    expect(wear({}, confirmed({ ...GAINS, deviation: 0.1 }))).toBe('met');
    expect(wear({}, confirmed({ ...GAINS, pairs: 1, deviation: null }))).toBe('met');
  });

  test('that are final say something of one winner only', () => {
    expect(wear({ final: true })).toBe('unknown');
    expect(wear({ final: true }, { ...read(1), ...confirmed(GAINS) })).toBe('met');
    expect(wear({ final: true }, { ...read(1), ...confirmed(null) })).toBe('not-met');
  });
});

describe('the guarantee', () => {
  const source = { rule: 'two-stage', minimumGain: 0, simplicity: false } as const;
  const condition = (state: Condition['state'], needed: boolean): Condition => ({
    name: 'a condition',
    state,
    needed,
    detail: '',
  });

  test('holds with all it rests on, and falls with one of them', () => {
    const holds = (...conditions: readonly Condition[]): string =>
      guaranteeOf(source, null, conditions).holds;
    expect(holds(condition('met', true), condition('not-met', false))).toBe('yes');
    expect(holds(condition('unknown', true), condition('met', true))).toBe('unknown');
    expect(holds(condition('unknown', true), condition('not-met', true))).toBe('no');
  });

  test('names the alpha of its rule, and promises nothing for the one that tests nothing', () => {
    const statistics = { alpha: 0.05, maximumPairs: null, remeasureEvery: 0 };
    expect(guaranteeOf({ ...source, statistics }, 0.01, [])).toMatchObject({
      kind: 'whole-run',
      alpha: 0.05,
      alphaSpent: 0.01,
      claim: expect.stringContaining('95 %'),
    });
    const facts = { ...SOUND, promised: 'none' } as const;
    const conditions = conditionsOf(taskWith({}), emptyRunState, facts);
    expect(guaranteeOf({ ...source, rule: 'greedy' }, null, conditions)).toMatchObject({
      kind: 'none',
      holds: 'no',
    });
  });
});

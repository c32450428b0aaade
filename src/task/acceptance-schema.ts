import { z } from 'zod';
import type { AcceptanceSource, StatisticsSource } from '../kernel/acceptance-source.ts';

const name = z.string().min(1);
const direction = z.enum(['minimize', 'maximize']);

const guard = z.strictObject({
  slice: name,
  metric: name,
  direction: direction.default('minimize'),
  margin: z.number().nonnegative().default(0).describe('Loss against the incumbent still accepted'),
});

const constraint = z
  .strictObject({
    slice: name,
    metric: name,
    atLeast: z.number().nullable().default(null),
    atMost: z.number().nullable().default(null),
  })
  .refine(({ atLeast, atMost }) => atLeast !== null || atMost !== null, 'set atLeast or atMost')
  .refine(({ atLeast, atMost }) => (atLeast ?? -Infinity) <= (atMost ?? Infinity), {
    error: 'atLeast is more than atMost: nothing can keep to it',
  });

const confirmation = z
  .strictObject({
    pairs: z
      .number()
      .int()
      .nonnegative()
      .max(1000)
      .default(5)
      .describe('Inputs that winner and baseline are both asked; 0 for no confirmation'),
    ablate: z.number().int().nonnegative().max(1000).default(8).describe('Steps left out in turn, at most'),
  })
  .refine(({ pairs, ablate }) => pairs > 0 || ablate === 0, {
    error: 'steps are left out on the inputs of the pairs: set pairs above 0, or ablate to 0',
  });

/** Of every rule. */
const common = {
  minimumGain: z
    .number()
    .nonnegative()
    .default(0)
    .describe('Gain on the first objective below which a candidate is no improvement'),
  objectives: z
    .enum(['lexicographic', 'pareto'])
    .exactOptional()
    .describe('Several objectives in order (if left out), or no worse on any and better on one'),
  guards: z.array(guard).min(1).exactOptional().describe('Metrics that are not to get worse'),
  confirmation: confirmation
    .exactOptional()
    .describe(
      'The winner put to the test again at the end; if left out, as much as goes with the size of the run',
    ),
  constraints: z.array(constraint).min(1).exactOptional().describe('Bounds that a candidate must keep to'),
  approval: z
    .enum(['required', 'none'])
    .exactOptional()
    .describe('Whether a keep waits until a person agrees; none if left out'),
};

const simplicity = z.boolean().default(true).describe('Among equals, the smaller editable code wins');

/** Of rules that test pairs of measurements. */
const tests = {
  ...common,
  alpha: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.05)
    .describe('Most probability of keeping a candidate that is no better'),
  maximumPairs: z
    .number()
    .int()
    .positive()
    .max(10_000)
    .nullable()
    .default(null)
    .describe('Pairs of one test; the noise measured at the start says if left out'),
  remeasureEvery: z
    .number()
    .int()
    .nonnegative()
    .default(50)
    .describe('Decisions from one measurement of the incumbent against the baseline to the next; 0 for none'),
};

const screening = {
  screenPairs: z.number().int().positive().max(10_000).default(22).describe('Pairs of a screening at most'),
  screenThreshold: z.number().gt(1).default(4).describe('E-value that a screening must reach'),
};

const RULE = 'exact, two-stage, alpha-spending, uniform, e-lond, per-decision or greedy';

/** How candidates are accepted, by rule; each rule takes what it can heed and refuses the rest. */
export const acceptanceSchema = z.discriminatedUnion(
  'rule',
  [
    z.strictObject({ rule: z.literal('exact').default('exact'), ...common, simplicity }),
    z.strictObject({ rule: z.literal('greedy'), ...common, simplicity }),
    z.strictObject({ rule: z.literal('two-stage'), ...tests, ...screening }),
    z.strictObject({ rule: z.enum(['alpha-spending', 'uniform', 'e-lond', 'per-decision']), ...tests }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? `expected ${RULE}` : undefined) },
);

type AcceptanceFields = z.output<typeof acceptanceSchema>;

/** @param evaluations of the task's budget, which the rule `uniform` divides alpha among */
export function acceptanceOf(
  { approval, ...fields }: AcceptanceFields,
  evaluations: number | null,
): AcceptanceSource {
  // What is said to be as usual is left out, so that saying it does not make another task.
  return { ...ruleOf(fields, evaluations), ...(approval === 'required' ? { approval } : {}) };
}

type RuleFields = DistributiveOmit<AcceptanceFields, 'approval'>;
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

function ruleOf(fields: RuleFields, evaluations: number | null): AcceptanceSource {
  switch (fields.rule) {
    case 'exact':
    case 'greedy':
      return fields;
    case 'two-stage': {
      const { alpha, maximumPairs, remeasureEvery, screenPairs, screenThreshold, ...rest } = fields;
      const statistics = { alpha, screenPairs, screenThreshold, maximumPairs, remeasureEvery };
      return { ...rest, simplicity: false, statistics };
    }
    case 'alpha-spending':
    case 'uniform':
    case 'e-lond':
    case 'per-decision': {
      const { alpha, maximumPairs, remeasureEvery, ...rest } = fields;
      const planned = fields.rule === 'uniform' && evaluations !== null ? { plannedTests: evaluations } : {};
      const statistics: StatisticsSource = { alpha, ...planned, maximumPairs, remeasureEvery };
      return { ...rest, simplicity: false, statistics };
    }
  }
}

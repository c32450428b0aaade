import { z } from 'zod';
import type { DecidedOutcome, Selection, Strategy } from '../kernel/contracts/strategy.ts';
import type { JsonObject } from '../kernel/json.ts';
import { parseOptions } from './options.ts';
import { recordOf, type CandidateRecord } from './ranking.ts';
import type { UnitScale } from './unit-scale.ts';
import { createScale, scaleOption, toUnit } from './unit-scale.ts';

const schema = z.strictObject({
  scale: scaleOption,
  minimum: z.number().min(0).max(1).default(0.01),
  attempts: z.int().min(1).max(100).default(3),
  shown: z.int().min(1).max(1000).default(10),
  size: z.int().min(1).max(10_000).default(1000),
});

type AdasOptions = z.infer<typeof schema>;

/** A design in the archive, its score from 0 to 1. */
export type Design = { readonly candidate: CandidateRecord; readonly score: number };

export type AdasState = {
  readonly scale: UnitScale;
  readonly baseline: CandidateRecord;
  /** Best first; among equals the older. */
  readonly archive: readonly Design[];
  /** What the last outcome left to be repaired; null where nothing. */
  readonly broken: CandidateRecord | null;
  /** How many attempts the last few broken ones took so far. */
  readonly tries: readonly { readonly number: number; readonly attempts: number }[];
};

/** More than a pipeline holds: a repair under way finds the attempts before it. */
const REMEMBERED_TRIES = 1024;

/**
 * The archive of ADAS, Meta Agent Search (arXiv 2408.08435; ShengranHu/ADAS, `search.py`): a fixed proposer is asked for
 * something new beside all that was found, and every design with a score of at least `minimum` is added to that. One
 * that fails, or scores less, is to be repaired, at most `attempts` judgements in all.
 *
 * Where it is another: what is found is shown as mates of the baseline, the best `shown` of it; there all of it is, with
 * confidence intervals that no rule reads. The archive holds `size` designs, there it is as long as the run: of more, the
 * worst is forgotten. Reflections before a design is judged are the proposer's own affair. A score that is no accuracy
 * is read as one by `scale`.
 */
export function createAdasStrategy(source: JsonObject): Strategy<AdasState> {
  const options = parseOptions(schema, source, 'adas');
  return {
    id: 'adas',
    start: (first, objective) => {
      const scale = createScale(options.scale, first, objective);
      const baseline = recordOf(first.candidate);
      const archive =
        first.score === null ? [] : [{ candidate: baseline, score: toUnit(scale, first.score) }];
      return { scale, baseline, archive, broken: null, tries: [] };
    },
    select: (state) => select(state, options),
    observe: (state, outcome) => {
      const before = { ...state, broken: null };
      return outcome.kind === 'decided' ? observe(before, outcome, options) : before;
    },
  };
}

function select({ baseline, archive, broken }: AdasState, { shown }: AdasOptions): Selection {
  if (broken !== null) return { kind: 'propose', parents: [broken], intent: 'repair' };
  const found = archive.slice(0, shown).map(({ candidate }) => candidate);
  const mates = found.filter(({ number }) => number !== baseline.number);
  return { kind: 'propose', parents: [baseline, ...mates], intent: 'start' };
}

function observe(
  state: AdasState,
  { number, scored }: DecidedOutcome,
  { minimum, attempts, size }: AdasOptions,
): AdasState {
  const candidate = recordOf(scored.candidate);
  const score = scored.score === null ? 0 : toUnit(state.scale, scored.score);
  const others = state.archive.filter((design) => design.candidate.number !== number);
  if (scored.score !== null && score >= minimum) {
    const index = others.findIndex((design) => design.score < score);
    const found = { candidate, score };
    const archive = others.toSpliced(index === -1 ? others.length : index, 0, found).slice(0, size);
    return { ...state, archive };
  }
  const before = state.tries.find((one) => one.number === candidate.parents[0])?.attempts ?? 0;
  const tries = [...state.tries.filter((one) => one.number !== number), { number, attempts: before + 1 }];
  const broken = before + 1 < attempts ? candidate : null;
  return { ...state, archive: others, broken, tries: tries.slice(-REMEMBERED_TRIES) };
}

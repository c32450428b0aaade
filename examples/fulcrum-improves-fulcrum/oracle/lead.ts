import type { CheckOutcome, Json, Random, Subject } from 'fulcrum';
import type { FixedFulcrum } from './fixed-fulcrum.ts';
import { beginSearch, readAdvice } from './search.ts';
import type { DrawTask } from './small-tasks.ts';

/** Tasks of each kind in one measurement. */
const EACH = 4;

/**
 * Lets a policy lead searches on a few tasks of each kind, side by side: it is told where all of them stand and answers
 * for all of them. Tasks and draws are the same for every policy that is asked under one label. The metric is the mean
 * progress.
 */
export async function lead(
  subject: Subject,
  kinds: readonly DrawTask[],
  fulcrum: FixedFulcrum,
  random: Random,
): Promise<CheckOutcome> {
  const searches = kinds.flatMap((draw) =>
    Array.from({ length: EACH }, () => beginSearch(draw(random), fulcrum, String(random.next()))),
  );
  for (;;) {
    const running = searches.filter((search) => !search.isOver());
    if (running.length === 0) break;
    const standings = running.map((search) => search.standing());
    const answer = await subject.ask(standings);
    if (answer.kind === 'threw') return { status: 'fail', reason: `the policy threw: ${answer.message}` };
    const answers = Array.isArray(answer.value) ? (answer.value as readonly Json[]) : [];
    for (const [index, search] of running.entries()) {
      const advice = readAdvice(answers[index], operatorsIn(standings[index]!));
      if (advice === null)
        return { status: 'fail', reason: 'the answer is no weight for each operator with two shares' };
      search.advance(advice);
    }
  }
  const progress = searches.map((search) => search.progress());
  const mean = progress.reduce((sum, value) => sum + value, 0) / progress.length;
  return { status: 'pass', metrics: { progress: mean }, evidence: progress };
}

function operatorsIn(standing: Json): number {
  return (standing as { readonly operators: readonly Json[] }).operators.length;
}

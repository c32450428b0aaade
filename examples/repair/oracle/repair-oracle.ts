import { isDeepStrictEqual } from 'node:util';
import type { CheckContext, CheckOutcome, Json, Oracle, Subject } from 'fulcrum';
import { defineOracle } from 'fulcrum';
import type { RecordedTest } from './recorded-tests.ts';
import { recordTests } from './recorded-tests.ts';

/**
 * Judges a repair by minimist's own tests. The named ones are visible: how many fail is the objective. All others are
 * held out: a patch that is content with the visible ones and not with these is an overfit patch, and fails.
 */
export function repairOracle(visibleNames: readonly string[]): Oracle {
  const tests = recordTests();
  const visible = tests.filter(({ name }) => visibleNames.includes(name));
  const heldOut = tests.filter(({ name }) => !visibleNames.includes(name));
  return defineOracle({
    checks: [
      {
        name: 'visible tests',
        slice: 'visible',
        visibility: 'visible',
        run: async ({ subject }) => {
          const failing = await failingTests(subject, visible);
          if (failing === null) return NO_OUTCOMES;
          return { status: 'pass', metrics: { failed: failing.length }, evidence: { failing } };
        },
      },
      {
        name: 'all other tests',
        slice: 'others',
        visibility: 'held-out',
        run: (context) => judgeOthers(context, visible, heldOut),
      },
    ],
  });
}

async function judgeOthers(
  { subject }: CheckContext,
  visible: readonly RecordedTest[],
  heldOut: readonly RecordedTest[],
): Promise<CheckOutcome> {
  const failing = await failingTests(subject, heldOut);
  const failingVisible = await failingTests(subject, visible);
  if (failing === null || failingVisible === null) return NO_OUTCOMES;
  const plausible = failingVisible.length === 0;
  const metrics = { failed: failing.length };
  if (!plausible || failing.length === 0) return { status: 'pass', metrics, evidence: { failing } };
  return {
    status: 'fail',
    reason: `every visible test passes and ${failing.length} of the others fail, as "${failing[0]!}"`,
    metrics,
    evidence: { failing },
  };
}

const NO_OUTCOMES: CheckOutcome = { status: 'fail', reason: 'the answer is no list of one outcome a call' };

/** Names of the tests that a candidate fails; null when its answer cannot be read as outcomes at all. */
async function failingTests(subject: Subject, tests: readonly RecordedTest[]): Promise<string[] | null> {
  const calls = tests.flatMap((test) => test.calls);
  const answer = await subject.ask(calls as unknown as Json);
  if (answer.kind === 'threw' || !Array.isArray(answer.value)) return null;
  if (answer.value.length !== calls.length || !answer.value.every(isOutcome)) return null;
  const outcomes = answer.value as readonly Json[];
  const failing: string[] = [];
  let next = 0;
  for (const { name, calls: own, expected } of tests) {
    const answers = outcomes.slice(next, next + own.length);
    next += own.length;
    if (!isDeepStrictEqual(answers, expected)) failing.push(name);
  }
  return failing;
}

function isOutcome(value: Json): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['parsed', 'asked', 'polluted'].every((name) => name in value)
  );
}

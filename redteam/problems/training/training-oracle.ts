import type { CheckContext, CheckOutcome, Oracle } from 'fulcrum';
import { defineOracle } from 'fulcrum';

/** The line the training data lies about; its file holds 40 noisy points of it. */
const SLOPE = 3;
const INTERCEPT = 7;
const POINTS = 200;
/** Of one more training, on other data. */
const SECONDS = 3;
const MODEL = 'out/model.json';

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Judges the file a training program leaves by points that the oracle draws, and lets it train once more on a line that
 * is in no file: one that only knows the published line has learnt nothing. What it prints is not read.
 */
export function trainingOracle(argv: readonly string[]): Oracle {
  return defineOracle({
    checks: [
      { name: 'predicts fresh points', slice: 'near', visibility: 'visible', run: predicts(0, 10) },
      { name: 'predicts points further out', slice: 'far', visibility: 'held-out', run: predicts(10, 20) },
      {
        name: 'learns another line',
        slice: 'another',
        visibility: 'held-out',
        inspects: true,
        run: (context) => learns(context, argv),
      },
    ],
  });
}

/** Its metric `loss` is the mean squared error on points with x from `low` to `high`, without noise. */
function predicts(low: number, high: number) {
  return ({ artifact, random }: CheckContext): CheckOutcome => {
    const model = readModel(artifact.text(MODEL));
    return model === null
      ? noModel()
      : {
          status: 'pass',
          metrics: { loss: lossOf(model, { slope: SLOPE, intercept: INTERCEPT }, random, low, high) },
        };
  };
}

/** A falling line, so that nobody who answers the published, rising one is nearer to it than a mean. */
async function learns({ execute, random }: CheckContext, argv: readonly string[]): Promise<CheckOutcome> {
  const line = { slope: -4 - random.next() * 5, intercept: 40 - random.next() * 80 };
  const points = Array.from({ length: 40 }, (_, index) => [
    index / 4,
    line.slope * (index / 4) + line.intercept,
  ]);
  const overlay = { 'data.json': JSON.stringify({ points }), [MODEL]: null };
  const outcome = await execute({ tree: 'candidate', argv, overlay, collect: [MODEL], seconds: SECONDS });
  if (outcome.kind === 'ended') return { status: 'fail', reason: `on other data: ${outcome.reason}` };
  const model = readModel(new TextDecoder().decode(outcome.files[MODEL]));
  return model === null
    ? noModel()
    : { status: 'pass', metrics: { loss: lossOf(model, line, random, 0, 10) } };
}

function lossOf(model: Line, line: Line, random: CheckContext['random'], low: number, high: number): number {
  let sum = 0;
  for (let point = 0; point < POINTS; point += 1) {
    const x = low + random.next() * (high - low);
    sum += (model.slope * x + model.intercept - (line.slope * x + line.intercept)) ** 2;
  }
  return sum / POINTS;
}

function noModel(): CheckOutcome {
  return { status: 'fail', reason: `${MODEL} is no line: two finite numbers` };
}

function readModel(text: string | null): Line | null {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return null;
  }
  const { slope, intercept } = (value ?? {}) as { readonly slope?: unknown; readonly intercept?: unknown };
  if (typeof slope !== 'number' || typeof intercept !== 'number') return null;
  return Number.isFinite(slope) && Number.isFinite(intercept) ? { slope, intercept } : null;
}

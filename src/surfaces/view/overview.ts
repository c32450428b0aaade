import type { OracleSource } from '../../kernel/task.ts';
import type { RunState } from '../../kernel/run-state.ts';
import { gradeOf } from '../../kernel/verdict.ts';
import type { SandboxStamp } from '../../kernel/verdict.ts';
import type { FollowedRun } from './followed-run.ts';
import { guardLights } from './guard-lights.ts';
import type { Curve, Overview, RunCard } from './protocol.ts';
import type { RunFold } from './run-fold.ts';

/** @param control the run beside it on an equal budget; null when there is none */
export function overviewOf(run: FollowedRun, card: RunCard, control: RunFold | null): Overview {
  const fold = run.fold();
  const { state, seconds } = run.standing();
  const { task, spending, decisions, refusals } = state;
  // Curves reach as far as the ledger was read.
  const { evaluations } = fold.state().spending;
  return {
    card,
    description: task?.description ?? '',
    objectives: task?.objectives ?? [],
    heldOut: task?.slices.heldOut ?? [],
    curves: {
      incumbent: fold.incumbent.curve(evaluations, fold.secondsAt),
      bestVisible: fold.bestVisible.curve(evaluations, fold.secondsAt),
      heldOut: Object.fromEntries(
        [...fold.heldOut].map(([slice, curve]) => [slice, curve.curve(evaluations, fold.secondsAt)]),
      ),
      control: control === null ? null : incumbentCurve(control),
    },
    noise: noiseOf(state),
    decisions,
    refusals,
    budget: task?.budget ?? NO_BUDGET,
    spent: { evaluations: spending.evaluations, seconds, work: spending.work, money: spending.money },
    rate: run.progress().read < run.progress().total ? null : rateOf(fold),
    judge: {
      oracle: task === null ? '' : oracleText(task.oracle),
      grade: state.incumbent === null ? null : gradeOf(state.incumbent.fresh),
      isolation: isolationOf(fold.sandbox()),
      signed: fold.signed(),
      rule: task?.acceptance.rule ?? '',
    },
    guards: guardLights(state, seconds, fold.sandbox()),
    proposers: fold.proposers(),
    head: fold.head(),
  };
}

const NO_BUDGET = { evaluations: null, wallSeconds: null, work: null, money: null };

function incumbentCurve(fold: RunFold): Curve {
  return fold.incumbent.curve(fold.state().spending.evaluations, fold.secondsAt);
}

/** The quantile of the normal distribution that leaves 2.5 % above it. */
const NORMAL_975 = 1.96;

/** Where figures are normal, 95 of 100 of the same code lie within this of their middle. */
function noiseOf({ noise }: RunState): number | null {
  return noise === null || noise.level.scale === 0 ? null : NORMAL_975 * noise.level.scale;
}

const RATE_SECONDS = 60;

/** Evaluations a minute over the last minute of work, or over all of it while there was less. */
function rateOf(fold: RunFold): number | null {
  const seconds = fold.seconds();
  const { evaluations } = fold.state().spending;
  if (seconds < 1 || evaluations === 0) return null;
  const from = Math.max(0, seconds - RATE_SECONDS);
  let [low, high] = [0, evaluations];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fold.secondsAt(middle) < from) low = middle + 1;
    else high = middle;
  }
  return ((evaluations - low) / (seconds - from)) * 60;
}

function oracleText(oracle: OracleSource): string {
  if ('module' in oracle) return oracle.module;
  if ('command' in oracle) return oracle.command.join(' ');
  return oracle.checks.map(({ name }) => name).join(', ');
}

function isolationOf(stamp: SandboxStamp | null): string | null {
  if (stamp === null) return null;
  return stamp.level === 'none' ? 'no sandbox' : `${stamp.mechanism}, level ${stamp.level}`;
}

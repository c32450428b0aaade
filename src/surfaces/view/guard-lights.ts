import { EXHAUSTED_AFTER, PAID_REFUSALS } from '../../guards/halt.ts';
import type { RunState } from '../../kernel/run-state.ts';
import type { SandboxStamp } from '../../kernel/verdict.ts';
import type { GuardLight } from './protocol.ts';

/** What could stop or spoil a run, and how it stands. */
export function guardLights(
  state: RunState,
  seconds: number,
  sandbox: SandboxStamp | null,
): readonly GuardLight[] {
  return [
    isolationLight(sandbox),
    budgetLight(state, seconds),
    ...heldOutLights(state),
    driftLight(state),
    incumbentLight(state),
    screeningLight(state),
    searchLight(state),
    escalationLight(state),
  ];
}

/** Share of an allowance from which it is about to end. */
const NEARLY = 0.9;

function isolationLight(sandbox: SandboxStamp | null): GuardLight {
  const name = 'isolation';
  if (sandbox === null) return { name, state: 'off', detail: 'no sandbox has proved itself yet' };
  if (sandbox.level === 'none')
    return {
      name,
      state: 'bad',
      detail: 'candidates run without a sandbox: no figure is better than theirs',
    };
  return { name, state: 'good', detail: `${sandbox.mechanism}, level ${sandbox.level}` };
}

function budgetLight({ task, spending, finished }: RunState, seconds: number): GuardLight {
  const name = 'budget';
  const { evaluations = null, wallSeconds = null, work = null, money = null } = task?.budget ?? {};
  const parts = [
    { spent: spending.evaluations, most: evaluations, unit: 'evaluations' },
    { spent: Math.round(seconds), most: wallSeconds, unit: 'seconds' },
    { spent: spending.work, most: work, unit: 'units of work' },
    { spent: spending.money, most: money, unit: 'USD' },
  ].flatMap(({ spent, most, unit }) => (most === null ? [] : [{ spent, most, unit }]));
  const nearest = parts.toSorted((left, right) => right.spent / right.most - left.spent / left.most)[0];
  if (nearest === undefined) return { name, state: 'off', detail: 'nothing is limited' };
  const detail = `${rounded(nearest.spent)} of ${nearest.most} ${nearest.unit}`;
  const spent = nearest.spent >= nearest.most * NEARLY && finished === null;
  return { name, state: spent ? 'warning' : 'good', detail };
}

function heldOutLights({ task, heldOut }: RunState): readonly GuardLight[] {
  return (task?.slices.heldOut ?? []).flatMap(({ name, reads, final }): readonly GuardLight[] => {
    if (reads === undefined || final === true) return [];
    const used = heldOut[name]?.reads ?? 0;
    const left = used >= reads ? 'bad' : used >= reads * NEARLY ? 'warning' : 'good';
    return [{ name: `held-out ${name}`, state: left, detail: `${used} of ${reads} readings used` }];
  });
}

function driftLight({ remeasured, remeasurementFindings, noise }: RunState): GuardLight {
  const name = 'drift of the machine';
  if (remeasured === null)
    return { name, state: 'off', detail: noise === null ? 'not measured' : 'not measured again yet' };
  const { drifted } = remeasurementFindings;
  if (remeasured.drifted) return { name, state: 'bad', detail: `changed; ${drifted} times so far` };
  return drifted > 0
    ? { name, state: 'warning', detail: `changed ${drifted} times, not at the last measurement` }
    : { name, state: 'good', detail: `none seen up to decision ${remeasured.decided}` };
}

function incumbentLight({ remeasured }: RunState): GuardLight {
  const name = 'incumbent beats the baseline';
  if (remeasured === null || remeasured.standing === null)
    return { name, state: 'off', detail: 'not measured again yet' };
  const detail = `${remeasured.wins} pairs won, ${remeasured.losses} lost at decision ${remeasured.decided}`;
  const states = { better: 'good', unclear: 'warning', worse: 'bad' } as const;
  return { name, state: states[remeasured.standing], detail };
}

function screeningLight({ contradictions }: RunState): GuardLight {
  const name = 'screening';
  return contradictions === 0
    ? { name, state: 'good', detail: 'never contradicted by a fresh sandbox' }
    : {
        name,
        state: 'warning',
        detail: `contradicted ${contradictions} times; those candidates were judged again`,
      };
}

function searchLight({ task, refusedInRow, paidRefusalsInRow }: RunState): GuardLight {
  const name = 'search';
  const paid = task?.guards?.paidRefusals ?? PAID_REFUSALS;
  const [row, most] =
    paidRefusalsInRow / paid > refusedInRow / EXHAUSTED_AFTER
      ? [paidRefusalsInRow, paid]
      : [refusedInRow, EXHAUSTED_AFTER];
  const detail = `${row} proposals refused in a row, ${most} end the run`;
  return { name, state: row >= most / 2 ? 'warning' : 'good', detail };
}

function escalationLight({ decisions }: RunState): GuardLight {
  const name = 'escalation';
  return decisions.escalate === 0
    ? { name, state: 'good', detail: 'nothing waits for a person' }
    : { name, state: 'bad', detail: 'a decision was escalated: the incumbent no longer passes its oracle' };
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

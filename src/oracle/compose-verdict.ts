import type { CheckResult, JudgeMode, SandboxStamp, Verdict } from '../kernel/verdict.ts';

/** What the checks of a cascade come to. The oracle's process signs this, the controller writes it down. */
export function composeVerdict(
  mode: JudgeMode,
  inputs: string,
  checks: readonly CheckResult[],
  sandbox: SandboxStamp,
): Verdict {
  const last = checks.at(-1)!;
  const reason = last.reason === null ? null : `${last.check}: ${last.reason}`;
  return { status: last.status, mode, inputs, checks, reason, sandbox };
}

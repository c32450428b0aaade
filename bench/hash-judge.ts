import type { Judge, JudgeRequest } from '../src/kernel/contracts/judge.ts';
import type { CheckResult, Verdict } from '../src/kernel/verdict.ts';

/**
 * A stand-in for the oracle that reads a score off the candidate's tree hash: the cheapest evaluator there can be, so
 * that what is left is the controller's own work. It judges nothing; only for benchmarks.
 */
export function hashJudge(): Judge {
  return {
    seedCommitment: 'c'.repeat(64),
    attestation: null,
    proveSandbox: () => Promise.resolve({ sandbox: STAMP, probes: [] }),
    probeOracle: () => Promise.resolve([]),
    retire: () => undefined,
    close: () => Promise.resolve(),
    judge: async (request) => {
      // A judge is another process: its answer always comes on a later turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      return { verdict: verdictOn(request), observed: { milliseconds: 0, batch: 'stand-in' } };
    },
  };
}

const STAMP = { level: 'none', mechanism: 'stand-in', profile: 'f'.repeat(64) } as const;

function verdictOn({ candidate, mode, inputs, scope }: JudgeRequest): Verdict {
  const error = Number.parseInt(candidate.tree.slice(0, 12), 16) / 16 ** 12;
  const checks = [checkOn('points', 'visible', error, candidate.tree)];
  if (scope === 'all') checks.push(checkOn('unseen', 'held-out', error, candidate.tree));
  return { status: 'pass', mode, inputs, checks, reason: null, sandbox: STAMP };
}

function checkOn(
  slice: string,
  visibility: CheckResult['visibility'],
  error: number,
  transcript: string,
): CheckResult {
  const metrics = { error, work: 1 };
  const rest = { grade: 'same-process', reason: null, evidence: null, questions: 1, transcript } as const;
  return { check: slice, slice, visibility, status: 'pass', metrics, ...rest };
}

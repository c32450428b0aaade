import { stripTypeScriptTypes } from 'node:module';
import type { Judge, JudgeReply, JudgeRequest } from '../../src/kernel/contracts/judge.ts';
import type { BlobStore } from '../../src/kernel/contracts/store.ts';
import { createRandom } from '../../src/kernel/random.ts';
import type { CheckResult, Verdict } from '../../src/kernel/verdict.ts';
import { readText } from '../../src/workspace/tree.ts';

export interface StandInJudgeOptions {
  /** Judgements answered side by side; the order in which they end is shuffled by a stream of its own. */
  readonly workers: number;
  readonly delaySeed?: string;
  /** Changes a verdict on its way out, to play a polluted or faulty judge. */
  readonly distort?: (request: JudgeRequest, reply: JudgeReply) => JudgeReply;
}

/**
 * A stand-in for the oracle, behind the kernel's contract: it evaluates the function of `curve.ts` in this process and
 * measures its distance to a cubic. Only for candidates that the tests themselves make.
 */
export function standInJudge(store: BlobStore, options: StandInJudgeOptions): Judge {
  const random = createRandom(options.delaySeed ?? 'delay');
  let running = 0;
  const waiting: (() => void)[] = [];
  const acquire = async (): Promise<void> => {
    if (running >= options.workers) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
  };
  const release = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  return {
    seedCommitment: 'c'.repeat(64),
    attestation: null,
    proveSandbox: () => Promise.resolve({ sandbox: SANDBOX, probes: [] }),
    probeOracle: () => Promise.resolve([]),
    retire: () => undefined,
    close: () => Promise.resolve(),
    judge: async (request) => {
      await acquire();
      try {
        await new Promise((resolve) => setTimeout(resolve, random.below(4)));
        const reply = { verdict: judge(store, request), observed: { milliseconds: 1, batch: 'batch-1' } };
        return options.distort?.(request, reply) ?? reply;
      } finally {
        release();
      }
    },
  };
}

const SANDBOX = { level: 'none', mechanism: 'stand-in', profile: 'f'.repeat(64) } as const;

function judge(store: BlobStore, { candidate, mode, inputs, scope }: JudgeRequest): Verdict {
  const source = readText(store, candidate.tree, 'curve.ts')!;
  const random = createRandom(inputs);
  const checks = [measure(source, 'points', 'visible', random.next())];
  if (scope === 'all' && checks[0]!.status === 'pass')
    checks.push(measure(source, 'unseen', 'held-out', random.next()));
  const last = checks.at(-1)!;
  return { status: last.status, mode, inputs, checks, reason: last.reason, sandbox: SANDBOX };
}

function measure(
  source: string,
  slice: string,
  visibility: CheckResult['visibility'],
  shift: number,
): CheckResult {
  const base = {
    check: slice,
    slice,
    visibility,
    grade: 'same-process',
    evidence: null,
    questions: 1,
  } as const;
  const error = distance(source, shift);
  if (!Number.isFinite(error)) {
    return { ...base, status: 'fail', metrics: {}, reason: 'not a number', transcript: `${shift} NaN` };
  }
  return {
    ...base,
    status: 'pass',
    metrics: { error, work: 1 },
    reason: null,
    transcript: `${shift} ${error}`,
  };
}

function distance(source: string, shift: number): number {
  try {
    const body = stripTypeScriptTypes(source).replace('export function', 'return function');
    // oxlint-disable-next-line typescript/no-implied-eval -- the stand-in runs what the test itself proposed
    const curve = new Function(body)() as (x: number) => number;
    let total = 0;
    for (let x = -2 + shift; x <= 2; x += 0.5) total += Math.abs(curve(x) - (x ** 3 - x));
    return total;
  } catch {
    return NaN;
  }
}

import type { JsonObject } from '../kernel/json.ts';
import type { CheckResult, SandboxStamp } from '../kernel/verdict.ts';
import { composeVerdict } from './compose-verdict.ts';
import { oracleFault } from './fault.ts';
import type { FailureTask, JudgementTask } from './messages.ts';
import type { Signer } from './signer.ts';

/** What is observed beside a verdict: its signature, where verdicts are signed. */
export interface Signing {
  readonly verdict: (
    task: Pick<JudgementTask, 'tree' | 'mode' | 'inputs'>,
    checks: readonly CheckResult[],
  ) => JsonObject;
  /** Of a candidate whose failure the controller reports: a pass is never signed on its word. */
  readonly failure: (task: FailureTask) => JsonObject;
}

/** @param stamp the sandboxes that this process starts: what the controller says of them is not asked */
export function signing(signer: Signer | null, stamp: SandboxStamp): Signing {
  const verdict: Signing['verdict'] = ({ tree, mode, inputs }, checks) =>
    signer === null ? {} : { signature: signer.sign(tree, composeVerdict(mode, inputs, checks, stamp)) };
  return {
    verdict,
    failure: ({ check, ...task }) => {
      if (check.status === 'pass')
        throw oracleFault('INVALID', 'A pass was reported as a failure', check.check);
      return verdict(task, [check]);
    },
  };
}
